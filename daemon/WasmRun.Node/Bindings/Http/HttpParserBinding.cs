using System.Buffers;
using WasmRun.Node.Http;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('http_parser'): its functions are methods of js/bindings/http_parser.js. (src/node_http_parser.cc)</summary>
internal sealed class HttpParserBinding(NodeHost host) : Binding(host)
{
    private const uint OnExecuteSlot = 5; // kOnExecute
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly List<HttpConnection?> _connections = [];
    private readonly Stack<int> _free = new();
    private readonly HeaderStrings _strings = new(host);
    private uint _keyAtom;
    private ArraySegment<byte> _current;

    public override string Name => "http_parser";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("create", Create);
        natives.Add("initialize", Initialize);
        natives.Add("execute", Execute);
        natives.Add("finish", (in NativeCall call) => Of(call.This)?.Finish(call.This) ?? JsValue.Undefined);
        natives.Add("remove", Remove);
        natives.Add("close", Close);
        natives.Add("consume", Consume);
        natives.Add("unconsume", Unconsume);
        natives.Add("currentBuffer", (in NativeCall call) => Js.NewArrayBuffer(_current));
        natives.Add("connections", (in NativeCall call) => List(call.Int(0), _ => true));
        natives.Add("idleConnections", (in NativeCall call) => List(call.Int(0), connection => connection.MessageStart == 0));
        natives.Add("activeConnections", (in NativeCall call) => List(call.Int(0), connection => connection.IsActive));
        natives.Add("expiredConnections", Expired);
    }

    private HttpConnection? Of(JsValue self)
    {
        if (_keyAtom == 0)
        {
            var key = Host.Hook("httpParserKey");
            _keyAtom = Js.Exports.ValueToAtom.Call(Js.Context, (long)key.Bits).U32;
            Js.Free(key);
        }

        var number = new JsValue(Js.Exports.GetProperty.Call(Js.Context, (long)self.Bits, _keyAtom).U64);
        return number.IsInt && (uint)number.Payload < (uint)_connections.Count ? _connections[number.Payload] : null;
    }

    /// <summary>create(): the number of a new parser, which its object keeps until <c>close</c>.</summary>
    private JsValue Create(in NativeCall call)
    {
        var connection = new HttpConnection(Host, _strings);
        if (_free.TryPop(out var number))
        {
            _connections[number] = connection;
            return number;
        }

        _connections.Add(connection);
        return _connections.Count - 1;
    }

    /// <summary>initialize(parser, type, maxHeaderSize, lenientFlags, list).</summary>
    private JsValue Initialize(in NativeCall call)
    {
        Of(call[0])?.Initialize(call[0], (HttpMessageType)call.Int(1), call.Long(2), (HttpLenient)call.Int(3), call.Int(4));
        return JsValue.Undefined;
    }

    /// <summary>execute(bytes): from a copy, since the callbacks may do anything to the original.</summary>
    private JsValue Execute(in NativeCall call)
    {
        if (Of(call.This) is not { } connection)
        {
            return JsValue.Undefined;
        }

        var bytes = call.Bytes(0);
        var copy = ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(copy);
        var result = connection.Execute(call.This, copy.AsSpan(0, bytes.Length));
        ArrayPool<byte>.Shared.Return(copy);
        return result;
    }

    private JsValue Remove(in NativeCall call)
    {
        Of(call.This)?.Leave();
        return JsValue.Undefined;
    }

    private JsValue Close(in NativeCall call)
    {
        if (Of(call.This) is { } connection)
        {
            Detach(connection);
            connection.Close();
            var number = _connections.IndexOf(connection);
            _connections[number] = null;
            _free.Push(number);
        }

        return JsValue.Undefined;
    }

    /// <summary>consume(stream): from now on the stream's bytes go to the parser.</summary>
    private JsValue Consume(in NativeCall call)
    {
        if (Of(call.This) is { } connection && Host.Binding<StreamBinding>().Of(call[0]) is { } stream)
        {
            Detach(connection);
            connection.Keep(call.This);
            connection.Source = stream;
            stream.Consumer = (result, bytes) => OnRead(connection, stream, result, bytes);
        }

        return JsValue.Undefined;
    }

    private JsValue Unconsume(in NativeCall call)
    {
        if (Of(call.This) is { } connection)
        {
            Detach(connection);
        }

        return JsValue.Undefined;
    }

    private static void Detach(HttpConnection connection)
    {
        if (connection.Source is { } stream)
        {
            stream.Consumer = null;
            connection.Source = null;
            connection.Release();
        }
    }

    /// <summary>Bytes of a consumed stream: parsed at once, then the outcome is told by one callback. (Parser::OnStreamRead)</summary>
    private void OnRead(HttpConnection connection, StreamHandle stream, int result, ArraySegment<byte> bytes)
    {
        if (result <= 0)
        {
            Host.Binding<StreamBinding>().Deliver(stream, result, default);
            return;
        }

        var self = Js.Dup(connection.Kept);
        Host.Loop.Callbacks.Enter();
        var outcome = connection.Execute(self, bytes);
        if (outcome.IsException)
        {
            Host.Loop.Callbacks.Uncaught();
        }
        else
        {
            _current = bytes;
            Js.Frame = connection.Frame;
            var callback = Js.Get(self, OnExecuteSlot);
            if (Js.IsFunction(callback))
            {
                Host.Loop.Callbacks.Make(callback, self, outcome);
            }

            Js.Free(callback);
            Js.Free(outcome);
            _current = default;
        }

        Js.Free(self);
        Host.Loop.Callbacks.Leave();
    }

    private JsValue List(int list, Func<HttpConnection, bool> isWanted)
    {
        var found = _connections.Where(connection => connection is not null && connection.List == list && isWanted(connection));
        return Js.NewArray([.. found.OrderBy(connection => connection!.MessageStart).Select(connection => Js.Dup(connection!.Kept))]);
    }

    /// <summary>
    /// expiredConnections(list, headersTimeout, requestTimeout), in milliseconds, 0 for none: those that take too long.
    /// Each is told once.
    /// </summary>
    private JsValue Expired(in NativeCall call)
    {
        var (headers, request) = (call.Long(1), call.Long(2));
        if (request > 0 && headers > request)
        {
            (headers, request) = (request, headers);
        }

        var now = Host.Process.Machine.Clock.MonotonicNanoseconds;
        var headersDeadline = headers > 0 ? now - headers * NanosecondsPerMillisecond : 0;
        var requestDeadline = request > 0 ? now - request * NanosecondsPerMillisecond : 0;
        return List(call.Int(0), connection =>
        {
            var isLate = connection.IsActive
                && ((!connection.HeadersCompleted && connection.MessageStart < headersDeadline) || connection.MessageStart < requestDeadline);
            if (isLate)
            {
                connection.Expire();
            }

            return isLate;
        });
    }
}
