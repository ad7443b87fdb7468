using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Text;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('buffer'): bytes where they lie in the engine's memory. (src/node_buffer.cc)</summary>
internal sealed class BufferBinding(NodeHost host) : Binding(host)
{
    public override string Name => "buffer";

    public override void Register(NativeRegistrar natives)
    {
        AddSlice(natives, "ascii", BufferEncoding.Ascii);
        AddSlice(natives, "base64", BufferEncoding.Base64);
        AddSlice(natives, "base64url", BufferEncoding.Base64Url);
        AddSlice(natives, "latin1", BufferEncoding.Latin1);
        AddSlice(natives, "hex", BufferEncoding.Hex);
        AddSlice(natives, "ucs2", BufferEncoding.Ucs2);
        AddSlice(natives, "utf8", BufferEncoding.Utf8);
        AddWrite(natives, "base64Write", BufferEncoding.Base64);
        AddWrite(natives, "base64urlWrite", BufferEncoding.Base64Url);
        AddWrite(natives, "hexWrite", BufferEncoding.Hex);
        AddWrite(natives, "ucs2Write", BufferEncoding.Ucs2);
        AddWrite(natives, "asciiWriteStatic", BufferEncoding.Latin1);
        AddWrite(natives, "latin1WriteStatic", BufferEncoding.Latin1);
        AddWrite(natives, "utf8WriteStatic", BufferEncoding.Utf8);
        natives.Add("byteLengthUtf8", (in NativeCall call) => StringBytes.Utf8Length(Js, call[0]));
        natives.Add("compare", (in NativeCall call) => Math.Sign(call.Bytes(0).SequenceCompareTo(call.Bytes(1))));
        natives.Add("compareOffset", CompareOffset);
        natives.Add("copy", Copy);
        natives.Add("copyArrayBuffer", CopyArrayBuffer);
        natives.Add("fill", Fill);
        natives.Add("indexOfString", IndexOfString);
        natives.Add("indexOfBuffer", IndexOfBuffer);
        natives.Add("indexOfNumber", IndexOfNumber);
        natives.Add("isAscii", (in NativeCall call) => Ascii.IsValid(call.Bytes(0)));
        natives.Add("isUtf8", (in NativeCall call) => Utf8.IsValid(call.Bytes(0)));
        natives.Add("swap16", Swap16);
        natives.Add("swap32", Swap32);
        natives.Add("swap64", Swap64);
        natives.Add("atob", DecodeBase64);
        natives.Add("btoa", EncodeBase64);
        natives.Add("decode", Decode);
    }

    /// <summary>xSlice(buffer, start, end).</summary>
    private void AddSlice(NativeRegistrar natives, string name, BufferEncoding encoding) =>
        natives.Add(name + "Slice", (in NativeCall call) =>
        {
            Js.TryBytes(call[0], out var address, out var length);
            var start = Clamp(call, 1, 0, length);
            var end = Math.Max(start, Clamp(call, 2, length, length));
            return StringBytes.Decode(Js, address + start, end - start, encoding);
        });

    /// <summary>xWrite(buffer, string, offset = 0, length = rest): bytes written.</summary>
    private void AddWrite(NativeRegistrar natives, string name, BufferEncoding encoding) =>
        natives.Add(name, (in NativeCall call) =>
        {
            Js.TryBytes(call[0], out var address, out var size);
            if (!call[1].IsString)
            {
                return Js.ThrowNew("TypeError", "argument must be a string", "ERR_INVALID_ARG_TYPE");
            }

            var offset = call.Long(2);
            if (offset < 0 || offset > size)
            {
                return Js.ThrowNew("RangeError", "\"offset\" is outside of buffer bounds", "ERR_BUFFER_OUT_OF_BOUNDS");
            }

            var room = call[3].IsUndefined ? size - offset : Math.Clamp(call.Long(3), 0, size - offset);
            return StringBytes.Write(Js, call[1], address + (uint)offset, (uint)room, encoding);
        });

    private static uint Clamp(in NativeCall call, int index, uint otherwise, uint length) =>
        call[index].IsNumber ? (uint)Math.Clamp(call.Long(index), 0, length) : otherwise;

    /// <summary>decode(bytes, encoding): for overlays.</summary>
    private JsValue Decode(in NativeCall call)
    {
        Js.TryBytes(call[0], out var address, out var length);
        return StringBytes.Decode(Js, address, length, StringBytes.ParseEncoding(call.Text(1)));
    }

    /// <summary>compareOffset(source, target, targetStart, sourceStart, targetLength, sourceLength).</summary>
    private JsValue CompareOffset(in NativeCall call)
    {
        var source = call.Bytes(0);
        var target = call.Bytes(1);
        var (targetStart, sourceStart) = (call.Long(2), call.Long(3));
        if (sourceStart > source.Length || targetStart > target.Length)
        {
            var name = sourceStart > source.Length ? "sourceStart" : "targetStart";
            return Js.ThrowNew("RangeError", $"The value of \"{name}\" is out of range.", "ERR_OUT_OF_RANGE");
        }

        var left = source[(int)sourceStart..];
        var right = target[(int)targetStart..];
        left = left[..(int)Math.Min(left.Length, Math.Max(0, call.Long(5)))];
        right = right[..(int)Math.Min(right.Length, Math.Max(0, call.Long(4)))];
        return Math.Sign(left.SequenceCompareTo(right));
    }

    /// <summary>copy(source, target, targetStart, sourceStart, count).</summary>
    private JsValue Copy(in NativeCall call)
    {
        var count = call.Int(4);
        call.Bytes(0).Slice(call.Int(3), count).CopyTo(call.Bytes(1)[call.Int(2)..]);
        return count;
    }

    /// <summary>copyArrayBuffer(target, targetOffset, source, sourceOffset, count).</summary>
    private JsValue CopyArrayBuffer(in NativeCall call)
    {
        call.Bytes(2).Slice(call.Int(3), call.Int(4)).CopyTo(call.Bytes(0)[call.Int(1)..]);
        return JsValue.Undefined;
    }

    /// <summary>fill(buffer, value, start, end, encoding): -1 for an empty pattern, -2 out of bounds.</summary>
    private JsValue Fill(in NativeCall call)
    {
        var (start, end) = (call.Long(2), call.Long(3));
        var length = call.Bytes(0).Length;
        if (start < 0 || end > length)
        {
            return -2;
        }

        if (start >= end)
        {
            return JsValue.Undefined;
        }

        if (!call[1].IsString && !call[1].IsObject)
        {
            call.Bytes(0)[(int)start..(int)end].Fill((byte)call.Int(1));
            return JsValue.Undefined;
        }

        var pattern = call[1].IsString
            ? StringBytes.Encode(Js, call[1], StringBytes.ParseEncoding(call.Text(4)))
            : call.Bytes(1).ToArray();
        if (pattern.Length == 0)
        {
            return -1;
        }

        var target = call.Bytes(0)[(int)start..(int)end];
        for (var at = 0; at < target.Length; at += pattern.Length)
        {
            pattern.AsSpan(0, Math.Min(pattern.Length, target.Length - at)).CopyTo(target[at..]);
        }

        return JsValue.Undefined;
    }

    private JsValue IndexOfString(in NativeCall call) =>
        Search(call, StringBytes.Encode(Js, call[1], (BufferEncoding)call.Int(3)));

    private JsValue IndexOfBuffer(in NativeCall call) => Search(call, call.Bytes(1));

    /// <summary>indexOfNumber(buffer, value, offset, forward, end).</summary>
    private JsValue IndexOfNumber(in NativeCall call) =>
        BufferSearch.IndexOf(Until(call, 4), (byte)call.Long(1), call.Long(2), call.Bool(3));

    /// <summary>indexOf…(buffer, value, offset, encoding, forward, end).</summary>
    private static JsValue Search(in NativeCall call, ReadOnlySpan<byte> needle) =>
        BufferSearch.IndexOf(Until(call, 5), needle, call.Long(2), (BufferEncoding)call.Int(3), call.Bool(4));

    /// <summary>The bytes up to the end that an argument names.</summary>
    private static ReadOnlySpan<byte> Until(in NativeCall call, int end)
    {
        var bytes = call.Bytes(0);
        return call[end].IsNumber ? bytes[..(int)Math.Clamp(call.Long(end), 0, bytes.Length)] : bytes;
    }

    private JsValue Swap16(in NativeCall call)
    {
        var units = MemoryMarshal.Cast<byte, ushort>(call.Bytes(0));
        BinaryPrimitives.ReverseEndianness(units, units);
        return Js.Dup(call[0]);
    }

    private JsValue Swap32(in NativeCall call)
    {
        var units = MemoryMarshal.Cast<byte, uint>(call.Bytes(0));
        BinaryPrimitives.ReverseEndianness(units, units);
        return Js.Dup(call[0]);
    }

    private JsValue Swap64(in NativeCall call)
    {
        var units = MemoryMarshal.Cast<byte, ulong>(call.Bytes(0));
        BinaryPrimitives.ReverseEndianness(units, units);
        return Js.Dup(call[0]);
    }

    /// <summary>-2 for a wrong character, -1 for a wrong length.</summary>
    private JsValue DecodeBase64(in NativeCall call)
    {
        var result = WebBase64.Atob(call.Text(0), out var decoded);
        return result == AtobResult.Done ? Js.NewString(decoded) : (int)result;
    }

    /// <summary>-1 when a character does not fit a byte.</summary>
    private JsValue EncodeBase64(in NativeCall call) => WebBase64.Btoa(call.Text(0)) is { } encoded ? Js.NewString(encoded) : -1;
}
