using System.Runtime.InteropServices;
using System.Text;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Text;

namespace WasmRun.Node.Bindings;

/// <summary>
/// Strings to bytes and back, straight from and to the engine's memory where both store the same; the rest is
/// <see cref="BufferCodec"/>'s. (src/string_bytes.cc)
/// </summary>
internal static class StringBytes
{
    /// <summary>As node::ParseEncoding: an unknown name is UTF-8.</summary>
    public static BufferEncoding ParseEncoding(string name) =>
        BufferEncodings.TryParse(name, out var encoding) ? encoding : BufferEncoding.Utf8;

    /// <summary>The string that bytes in guest memory stand for.</summary>
    public static JsValue Decode(QuickjsEngine js, uint address, uint length, BufferEncoding encoding)
    {
        var bytes = js.Slice(address, length);
        return encoding switch
        {
            BufferEncoding.Utf8 or BufferEncoding.Buffer => js.NewUtf8(address, length),
            BufferEncoding.Latin1 => js.NewLatin1(bytes),
            BufferEncoding.Ascii when Ascii.IsValid(bytes) => js.NewLatin1(bytes),
            BufferEncoding.Ucs2 => js.NewString(MemoryMarshal.Cast<byte, char>(bytes[..(bytes.Length & ~1)])),
            _ => js.NewString(BufferCodec.Decode(bytes, encoding)),
        };
    }

    /// <summary>The bytes a string stands for.</summary>
    public static byte[] Encode(QuickjsEngine js, JsValue text, BufferEncoding encoding)
    {
        if (!js.TryUnits(text, out var latin1, out var utf16))
        {
            return BufferCodec.Encode(js.Text(text), encoding);
        }

        if (utf16.Length > 0)
        {
            return BufferCodec.Encode(utf16, encoding);
        }

        return IsSame(latin1, encoding) ? latin1.ToArray() : BufferCodec.Encode(Encoding.Latin1.GetString(latin1), encoding);
    }

    public static int Utf8Length(QuickjsEngine js, JsValue text)
    {
        if (!js.TryUnits(text, out var latin1, out var utf16))
        {
            return Encoding.UTF8.GetByteCount(js.Text(text));
        }

        return utf16.Length > 0 ? Encoding.UTF8.GetByteCount(utf16) : latin1.Length + CountNonAscii(latin1);
    }

    /// <summary>Writes as much of a string as fits, whole characters only, into guest memory.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(QuickjsEngine js, JsValue text, uint address, uint room, BufferEncoding encoding)
    {
        if (!js.TryUnits(text, out var latin1, out var utf16) || utf16.Length > 0)
        {
            return BufferCodec.Encode(utf16.Length > 0 ? utf16 : js.Text(text), js.Slice(address, room), encoding);
        }

        if (!IsSame(latin1, encoding))
        {
            return BufferCodec.Encode(Encoding.Latin1.GetString(latin1), js.Slice(address, room), encoding);
        }

        var count = Math.Min(latin1.Length, (int)room);
        latin1[..count].CopyTo(js.Slice(address, room));
        return count;
    }

    /// <summary>True when 8-bit units are the encoding's bytes.</summary>
    private static bool IsSame(ReadOnlySpan<byte> latin1, BufferEncoding encoding) =>
        encoding is BufferEncoding.Latin1 or BufferEncoding.Ascii
        || (encoding is BufferEncoding.Utf8 or BufferEncoding.Buffer && Ascii.IsValid(latin1));

    private static int CountNonAscii(ReadOnlySpan<byte> latin1)
    {
        var count = 0;
        foreach (var unit in latin1)
        {
            count += unit >> 7;
        }

        return count;
    }
}
