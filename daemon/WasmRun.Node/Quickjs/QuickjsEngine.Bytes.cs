namespace WasmRun.Node.Quickjs;

/// <summary>ArrayBuffers and their views, read where they lie.</summary>
internal sealed unsafe partial class QuickjsEngine
{
    /// <summary>The bytes of an ArrayBuffer, typed array or DataView; empty for anything else. Valid until the engine next runs.</summary>
    public Span<byte> Bytes(JsValue value) => TryBytes(value, out var address, out var length) ? Slice(address, length) : default;

    /// <summary>Where the bytes of an ArrayBuffer, typed array or DataView lie; false for anything else.</summary>
    public bool TryBytes(JsValue value, out uint address, out uint length)
    {
        address = length = 0;
        var kind = ClassOf(value);
        if (kind is >= JsClass.Uint8ClampedArray and <= JsClass.Float64Array)
        {
            address = ReadUInt32(value.Pointer + JsLayout.ArrayElements);
            length = ReadUInt32(value.Pointer + JsLayout.ArrayCount) * ElementSize(kind);
            return true;
        }

        if (kind is JsClass.ArrayBuffer or JsClass.SharedArrayBuffer)
        {
            address = _exports.GetArrayBuffer.Call(_context, _scratch, (long)value.Bits).U32;
            length = ReadUInt32(_scratch);
            return true;
        }

        if (kind != JsClass.DataView)
        {
            return false;
        }

        var view = ReadUInt32(value.Pointer + JsLayout.ObjectData);
        var buffer = JsValue.Of(JsTag.Object, ReadUInt32(view + JsLayout.TypedArrayBuffer));
        address = _exports.GetArrayBuffer.Call(_context, _scratch, (long)buffer.Bits).U32 + ReadUInt32(view + JsLayout.TypedArrayOffset);
        length = ReadUInt32(view + JsLayout.TypedArrayByteLength);
        return true;
    }

    /// <summary>A Uint8Array that holds a copy.</summary>
    public JsValue NewUint8Array(ReadOnlySpan<byte> bytes) => Copied(bytes, _exports.NewUint8ArrayCopy);

    /// <summary>An ArrayBuffer that holds a copy.</summary>
    public JsValue NewArrayBuffer(ReadOnlySpan<byte> bytes) => Copied(bytes, _exports.NewArrayBufferCopy);

    public static uint ElementSize(JsClass kind) => kind switch
    {
        JsClass.Int16Array or JsClass.Uint16Array or JsClass.Float16Array => 2,
        JsClass.Int32Array or JsClass.Uint32Array or JsClass.Float32Array => 4,
        JsClass.BigInt64Array or JsClass.BigUint64Array or JsClass.Float64Array => 8,
        _ => 1,
    };

    private JsValue Copied(ReadOnlySpan<byte> bytes, Engine.ExportedFunction make)
    {
        var address = Borrow((uint)bytes.Length);
        bytes.CopyTo(Slice(address, (uint)bytes.Length));
        var value = new JsValue(make.Call(_context, address, bytes.Length).U64);
        GiveBack(address);
        return value;
    }
}
