using System.Runtime.InteropServices;
using System.Text;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Zlib;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('zlib'): handles by number, for the classes of js/bindings/zlib.js. (src/node_zlib.cc)</summary>
internal sealed class ZlibBinding(NodeHost host) : Binding(host)
{
    private readonly HandleTable<ICompressionHandle> _handles = new();

    public override string Name => "zlib";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("create", Create);
        natives.Add("createBrotli", CreateBrotli);
        natives.Add("write", Write);
        natives.Add("params", SetParameters);
        natives.Add("reset", (in NativeCall call) => Outcome(Of(call)?.Reset()));
        natives.Add("close", Close);
        natives.Add("checksum", Checksum);
    }

    private ICompressionHandle? Of(in NativeCall call) => _handles.Get(call.Int(0));

    /// <summary>create(mode, windowBits, level, memLevel, strategy, dictionary): a number, or [message, errno, code].</summary>
    private JsValue Create(in NativeCall call)
    {
        var handle = ZlibHandle.Create(
            (ZlibMode)call.Int(0), call.Int(1), call.Int(2), call.Int(3), call.Int(4), call.Bytes(5), out var error);
        return handle is null ? Outcome(error) : _handles.Add(handle);
    }

    /// <summary>createBrotli(mode, parameters): a number; undefined when a parameter is refused.</summary>
    private JsValue CreateBrotli(in NativeCall call)
    {
        var handle = new BrotliHandle((ZlibMode)call.Int(0), MemoryMarshal.Cast<byte, uint>(call.Bytes(1)), out var isValid);
        if (isValid)
        {
            return _handles.Add(handle);
        }

        handle.Dispose();
        return JsValue.Undefined;
    }

    /// <summary>
    /// write(handle, result, flush, input, offset, length, output, offset, length): undefined with result[0] bytes of output
    /// and result[1] of input left over, or [message, errno, code]. Input may be null.
    /// </summary>
    private JsValue Write(in NativeCall call)
    {
        if (Of(call) is not { } handle)
        {
            return JsValue.Undefined;
        }

        var input = call.Bytes(3);
        input = input.IsEmpty ? input : input.Slice(call.Int(4), call.Int(5));
        var output = call.Bytes(6).Slice(call.Int(7), call.Int(8));
        var error = handle.Write(call.Int(2), input, output, out var availableOut, out var availableIn);
        var result = MemoryMarshal.Cast<byte, int>(call.Bytes(1));
        result[0] = availableOut;
        result[1] = availableIn;
        return Outcome(error);
    }

    private JsValue SetParameters(in NativeCall call) => Outcome((Of(call) as ZlibHandle)?.SetParameters(call.Int(1), call.Int(2)));

    private JsValue Close(in NativeCall call)
    {
        if (_handles.Remove(call.Int(0), out var handle))
        {
            handle.Dispose();
        }

        return JsValue.Undefined;
    }

    /// <summary>checksum(data, start): CRC-32 of bytes, or of a string as UTF-8.</summary>
    private JsValue Checksum(in NativeCall call)
    {
        var data = call[0].IsString ? Encoding.UTF8.GetBytes(call.Text(0)) : call.Bytes(0);
        return Crc.Crc32(data, (uint)call.Long(1));
    }

    /// <summary>Undefined, or [message, errno, code] for the handle's onerror.</summary>
    private JsValue Outcome(ZlibError? error) => error is { } failed
        ? Js.NewArray([Js.NewString(failed.Message), failed.Errno, Js.NewString(failed.Code)])
        : JsValue.Undefined;
}
