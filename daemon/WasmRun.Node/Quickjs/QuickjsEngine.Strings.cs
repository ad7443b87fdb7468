using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace WasmRun.Node.Quickjs;

/// <summary>Strings. The engine stores 8-bit (Latin-1) or 16-bit units; both cross without loss, lone surrogates included.</summary>
internal sealed unsafe partial class QuickjsEngine
{
    private readonly Dictionary<string, uint> _atoms = [];

    /// <summary>
    /// The units of a string where the engine keeps them: exactly one of the spans is filled. False for ropes and slices,
    /// which have no units of their own.
    /// </summary>
    public bool TryUnits(JsValue value, out ReadOnlySpan<byte> latin1, out ReadOnlySpan<char> utf16)
    {
        latin1 = default;
        utf16 = default;
        if (value.Tag != JsTag.String)
        {
            return false;
        }

        var address = value.Pointer;
        if ((ReadUInt32(address + JsLayout.StringKind) >> JsLayout.StringKindShift & 3) != 0)
        {
            return false;
        }

        var header = ReadUInt32(address + JsLayout.StringLength);
        var length = header & int.MaxValue;
        if (header >> 31 == 0)
        {
            latin1 = Slice(address + JsLayout.StringData, length);
        }
        else
        {
            utf16 = MemoryMarshal.Cast<byte, char>(Slice(address + JsLayout.StringData, length * 2));
        }

        return true;
    }

    /// <summary>A string value as text; empty for anything else.</summary>
    public string Text(JsValue value)
    {
        if (!value.IsString)
        {
            return "";
        }

        if (TryUnits(value, out var latin1, out var utf16))
        {
            return utf16.Length > 0 ? new string(utf16) : Encoding.Latin1.GetString(latin1);
        }

        var (units, length) = OpenUtf16(value);
        var text = new string(MemoryMarshal.Cast<byte, char>(Slice(units, length * 2)));
        CloseUtf16(units);
        return text;
    }

    /// <summary>Length in UTF-16 units of a string value.</summary>
    public int Length(JsValue value)
    {
        if (TryUnits(value, out var latin1, out var utf16))
        {
            return latin1.Length + utf16.Length;
        }

        // JSStringRope.len and JSString.len stand at the same place.
        return (int)(ReadUInt32(value.Pointer + JsLayout.StringLength) & int.MaxValue);
    }

    /// <summary>The units of any string, as a copy in guest memory that <see cref="CloseUtf16"/> gives back.</summary>
    public (uint Address, uint Length) OpenUtf16(JsValue value)
    {
        var address = _exports.ToCStringUtf16.Call(_context, _scratch, (long)value.Bits).U32;
        return (address, ReadUInt32(_scratch));
    }

    public void CloseUtf16(uint address) => _exports.FreeCStringUtf16.Call(_context, address);

    public JsValue NewString(ReadOnlySpan<char> text)
    {
        // What fits 8 bits goes through UTF-8, so that the engine stores it in 8 bits.
        if (text.IndexOfAnyExceptInRange('\0', '\u00FF') >= 0)
        {
            var address = Borrow((uint)text.Length * 2);
            MemoryMarshal.AsBytes(text).CopyTo(Slice(address, (uint)text.Length * 2));
            var wide = new JsValue(_exports.NewStringUtf16.Call(_context, address, text.Length).U64);
            GiveBack(address);
            return wide;
        }

        var room = (uint)text.Length * 2;
        var target = Borrow(room);
        var written = Encoding.UTF8.GetBytes(text, Slice(target, room));
        return TakeUtf8(target, (uint)written);
    }

    /// <summary>Each byte one unit.</summary>
    public JsValue NewLatin1(ReadOnlySpan<byte> text)
    {
        var room = (uint)text.Length * 2;
        var target = Borrow(room);
        var bytes = Slice(target, room);
        var written = text.Length;
        if (Ascii.IsValid(text))
        {
            text.CopyTo(bytes);
        }
        else
        {
            written = 0;
            foreach (var unit in text)
            {
                if (unit < 0x80)
                {
                    bytes[written++] = unit;
                }
                else
                {
                    bytes[written++] = (byte)(0xC0 | unit >> 6);
                    bytes[written++] = (byte)(0x80 | unit & 0x3F);
                }
            }
        }

        return TakeUtf8(target, (uint)written);
    }

    /// <summary>From UTF-8 outside guest memory; ill-formed sequences become U+FFFD as the Encoding standard says.</summary>
    public JsValue NewUtf8(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return NewString(Encoding.UTF8.GetString(utf8));
        }

        var target = Borrow((uint)utf8.Length);
        utf8.CopyTo(Slice(target, (uint)utf8.Length));
        return TakeUtf8(target, (uint)utf8.Length);
    }

    /// <summary>From UTF-8 in guest memory, without a copy when it is well-formed.</summary>
    public JsValue NewUtf8(uint address, uint length)
    {
        var utf8 = Slice(address, length);
        return Utf8.IsValid(utf8)
            ? new JsValue(_exports.NewStringLen.Call(_context, address, length).U64)
            : NewString(Encoding.UTF8.GetString(utf8));
    }

    /// <summary>An atom for a property name; kept for the life of the process.</summary>
    public uint Atom(string name)
    {
        if (!_atoms.TryGetValue(name, out var atom))
        {
            var length = (uint)Encoding.UTF8.GetByteCount(name);
            var address = Borrow(length + 1);
            Encoding.UTF8.GetBytes(name, Slice(address, length));
            atom = _exports.NewAtomLen.Call(_context, address, length).U32;
            GiveBack(address);
            _atoms.Add(name, atom);
        }

        return atom;
    }

    /// <summary>Text of an atom that the engine holds.</summary>
    public string AtomText(uint atom)
    {
        var value = new JsValue(_exports.AtomToString.Call(_context, atom).U64);
        var text = Text(value);
        Free(value);
        return text;
    }

    /// <summary>Room for short-lived bytes: the scratch area, or a block of its own when that is too small.</summary>
    private uint Borrow(uint bytes) => bytes <= ScratchBytes ? _scratch : Malloc(bytes);

    private void GiveBack(uint address)
    {
        if (address != _scratch)
        {
            Free(address);
        }
    }

    private JsValue TakeUtf8(uint address, uint length)
    {
        var value = new JsValue(_exports.NewStringLen.Call(_context, address, length).U64);
        GiveBack(address);
        return value;
    }

    /// <summary>A NUL-terminated UTF-8 copy of a text; freed by the caller.</summary>
    private uint NewCString(string text)
    {
        var length = (uint)Encoding.UTF8.GetByteCount(text);
        var address = Malloc(length + 1);
        var bytes = Slice(address, length + 1);
        Encoding.UTF8.GetBytes(text, bytes);
        bytes[^1] = 0;
        return address;
    }

    /// <summary>The text at a C string.</summary>
    internal string ReadCString(uint address)
    {
        var length = 0u;
        while (Slice(address + length, 1)[0] != 0)
        {
            length++;
        }

        return Encoding.UTF8.GetString(Slice(address, length));
    }
}
