using System.Buffers;
using WasmRun.Node.Http;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>The functions behind the instance of llhttp that undici, and so fetch, asks for in js/bindings/http_parser.js.</summary>
internal sealed class LlhttpBinding(NodeHost host) : Binding(host)
{
    private readonly HandleTable<Entry> _parsers = new();

    public override string Name => "http_parser";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("createLlhttp", Create);
        natives.Add("closeLlhttp", Close);
        natives.Add("executeLlhttp", Execute);
        natives.Add("finishLlhttp", Finish);
    }

    /// <summary>createLlhttp(type, callbacks): a number.</summary>
    private JsValue Create(in NativeCall call)
    {
        var callbacks = Js.Dup(call[1]);
        return _parsers.Add(new Entry(new LlhttpCallbacks(Js, (HttpMessageType)call.Int(0), callbacks), callbacks));
    }

    private JsValue Close(in NativeCall call)
    {
        if (_parsers.Remove(call.Int(0), out var entry))
        {
            Js.Free(entry.Callbacks);
        }

        return JsValue.Undefined;
    }

    /// <summary>executeLlhttp(number, parser, memory, address, length): llhttp's error number.</summary>
    private JsValue Execute(in NativeCall call)
    {
        if (_parsers.Get(call.Int(0)) is not { } entry)
        {
            return LlhttpCallbacks.Ok;
        }

        var (address, length) = (call.Int(3), call.Int(4));
        var copy = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        call.Bytes(2).Slice(address, length).CopyTo(copy);
        var status = entry.Parser.Execute(call[1], copy.AsSpan(0, length), address, out var result);
        ArrayPool<byte>.Shared.Return(copy);
        return Outcome(call[1], status, result);
    }

    /// <summary>finishLlhttp(number, parser): llhttp's error number.</summary>
    private JsValue Finish(in NativeCall call)
    {
        if (_parsers.Get(call.Int(0)) is not { } entry)
        {
            return LlhttpCallbacks.Ok;
        }

        var status = entry.Parser.Finish(call[1], out var result);
        return Outcome(call[1], status, result);
    }

    /// <summary>Leaves with the parser what llhttp_get_error_pos and llhttp_get_error_reason tell.</summary>
    private JsValue Outcome(JsValue parser, int status, HttpParseResult result)
    {
        if (status < 0)
        {
            return JsValue.Exception;
        }

        if (status != LlhttpCallbacks.Ok)
        {
            Js.Set(parser, "consumed", result.Consumed);
            Js.Set(parser, "reason", Js.NewString(result.Reason ?? ""));
        }

        return status;
    }

    private sealed record Entry(LlhttpCallbacks Parser, JsValue Callbacks);
}
