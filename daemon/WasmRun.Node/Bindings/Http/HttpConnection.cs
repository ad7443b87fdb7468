using WasmRun.Node.Http;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>
/// The native half of one HTTPParser object: parses, and calls the object's numbered callbacks. (Parser in
/// src/node_http_parser.cc)
/// </summary>
internal sealed class HttpConnection(NodeHost host, HeaderStrings strings) : IHttpParserEvents
{
    // The callbacks' property names (FOR_EACH kOn… in src/node_http_parser.cc).
    private const uint OnMessageBeginSlot = 0;
    private const uint OnHeadersSlot = 1;
    private const uint OnHeadersCompleteSlot = 2;
    private const uint OnBodySlot = 3;
    private const uint OnMessageCompleteSlot = 4;

    private readonly HttpParser _parser = new(HttpMessageType.Request, 0);
    private JsValue _frame = JsValue.Undefined;
    private JsValue _kept = JsValue.Undefined;
    private JsValue _self;
    private bool _isResponse;

    /// <summary>The ConnectionsList it belongs to; 0 for none.</summary>
    public int List { get; private set; }

    /// <summary>Nanoseconds of the monotonic clock when the message being read began; 0 between messages.</summary>
    public long MessageStart { get; private set; }

    /// <summary>The async context of its callbacks. Borrowed.</summary>
    public JsValue Frame => _frame;

    /// <summary>True from the begin of a message, or of the connection, to the message's end.</summary>
    public bool IsActive { get; private set; }

    public bool HeadersCompleted => _parser.HeadersCompleted;

    /// <summary>Its JavaScript object while a list or a stream holds it; undefined otherwise. Borrowed.</summary>
    public JsValue Kept => _kept;

    /// <summary>The stream whose bytes it takes without a detour through JavaScript.</summary>
    public StreamHandle? Source { get; set; }

    private QuickjsEngine Js => host.Js;

    private long Now => host.Process.Machine.Clock.MonotonicNanoseconds;

    public void Initialize(JsValue self, HttpMessageType type, long maxHeaderSize, HttpLenient lenient, int list)
    {
        _parser.Reset(type, maxHeaderSize, lenient);
        _isResponse = type == HttpMessageType.Response;
        Js.Free(_frame);
        _frame = Js.Dup(Js.Frame);
        List = list;
        if (list != 0)
        {
            // A client that never says anything has to time out, too.
            MessageStart = Now;
            IsActive = true;
            Keep(self);
        }
    }

    /// <summary>Holds the object as long as something native points at it.</summary>
    public void Keep(JsValue self)
    {
        if (_kept.IsUndefined)
        {
            _kept = Js.Dup(self);
        }
    }

    /// <summary>Leaves its list.</summary>
    public void Leave()
    {
        List = 0;
        IsActive = false;
        Release();
    }

    public void Release()
    {
        if (List == 0 && Source is null)
        {
            Js.Free(_kept);
            _kept = JsValue.Undefined;
        }
    }

    public void Close()
    {
        Leave();
        Js.Free(_frame);
        _frame = JsValue.Undefined;
    }

    /// <summary>It is reported as expired once.</summary>
    public void Expire() => IsActive = false;

    /// <summary>
    /// Parses. The result is the number of bytes read or an Error, owned; <see cref="JsValue.Exception"/> when a callback
    /// threw, which is then pending.
    /// </summary>
    public JsValue Execute(JsValue self, ReadOnlySpan<byte> data)
    {
        var outer = Enter(self);
        var result = _parser.Execute(data, this);
        Exit(outer);
        return Outcome(result, result.Consumed);
    }

    /// <summary>The end of the input; see <see cref="Execute"/>. Undefined when it is no error.</summary>
    public JsValue Finish(JsValue self)
    {
        var outer = Enter(self);
        var result = _parser.Finish(this);
        Exit(outer);
        return Outcome(result, JsValue.Undefined);
    }

    public void OnMessageBegin()
    {
        MessageStart = Now;
        IsActive = true;
        var callback = Js.Get(_self, OnMessageBeginSlot);
        if (Js.IsFunction(callback))
        {
            Js.Free(Js.Call(callback, _self));
        }

        Js.Free(callback);
    }

    public int OnHeadersComplete(HttpHead head)
    {
        var callback = Js.Get(_self, OnHeadersCompleteSlot);
        if (!callback.IsObject)
        {
            return 0;
        }

        var headers = HeadersOf(head);
        var line = strings.Get(head.Line);
        var result = _isResponse
            ? Js.Call(callback, _self, head.MajorVersion, head.MinorVersion, headers, JsValue.Undefined, JsValue.Undefined, head.StatusCode, line, head.Upgrade, head.ShouldKeepAlive)
            : Js.Call(callback, _self, head.MajorVersion, head.MinorVersion, headers, head.Method, line, JsValue.Undefined, JsValue.Undefined, head.Upgrade, head.ShouldKeepAlive);
        Js.Free(line);
        Js.Free(headers);
        Js.Free(callback);
        if (result.IsException)
        {
            return -1;
        }

        var answer = result.IsInt || result.IsBool ? result.Payload : 0;
        Js.Free(result);
        return answer;
    }

    public bool OnBody(ReadOnlySpan<byte> body, int offset)
    {
        var callback = Js.Get(_self, OnBodySlot);
        if (!callback.IsObject)
        {
            return true;
        }

        var bytes = Js.NewArrayBuffer(body);
        var buffer = host.CallRealm("newBody", bytes);
        Js.Free(bytes);
        var result = Js.Call(callback, _self, buffer);
        Js.Free(buffer);
        Js.Free(callback);
        Js.Free(result);
        return !result.IsException;
    }

    public void OnTrailers(HttpHead trailers)
    {
        var callback = Js.Get(_self, OnHeadersSlot);
        if (callback.IsObject)
        {
            var headers = HeadersOf(trailers);
            var line = strings.Get(default);
            Js.Free(Js.Call(callback, _self, headers, line));
            Js.Free(line);
            Js.Free(headers);
        }

        Js.Free(callback);
    }

    public bool OnMessageComplete()
    {
        MessageStart = 0;
        IsActive = false;
        var callback = Js.Get(_self, OnMessageCompleteSlot);
        if (!callback.IsObject)
        {
            return true;
        }

        var result = Js.Call(callback, _self);
        Js.Free(callback);
        Js.Free(result);
        return !result.IsException;
    }

    /// <summary>A flat array of names and values.</summary>
    private JsValue HeadersOf(HttpHead head)
    {
        Span<JsValue> parts = head.Count <= 32 ? stackalloc JsValue[head.Count * 2] : new JsValue[head.Count * 2];
        for (var i = 0; i < head.Count; i++)
        {
            parts[2 * i] = strings.Get(head.Name(i));
            parts[2 * i + 1] = strings.Get(head.Value(i));
        }

        return Js.NewArray(parts);
    }

    /// <summary>Callbacks run in the async context that the parser was initialized in.</summary>
    private (JsValue Frame, JsValue Self) Enter(JsValue self)
    {
        var outer = (Js.Dup(Js.Frame), _self);
        Js.Frame = _frame;
        _self = self;
        return outer;
    }

    private void Exit((JsValue Frame, JsValue Self) outer)
    {
        Js.Frame = outer.Frame;
        Js.Free(outer.Frame);
        _self = outer.Self;
    }

    private JsValue Outcome(HttpParseResult result, JsValue success)
    {
        if (result.Stopped)
        {
            return JsValue.Exception;
        }

        if (result.Code is null)
        {
            return success;
        }

        var (code, reason) = (Js.NewString(result.Code), Js.NewString(result.Reason ?? ""));
        var error = host.CallRealm("newParseError", code, reason, result.Consumed);
        Js.Free(code);
        Js.Free(reason);
        return error;
    }
}
