using WasmRun.Node.Http;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>
/// One parser as undici drives it: through llhttp's own functions, with callbacks that tell pieces by their place in a
/// buffer. (lib/llhttp of undici; src/native/api.c of llhttp)
/// </summary>
internal sealed class LlhttpCallbacks(QuickjsEngine js, HttpMessageType type, JsValue callbacks) : IHttpParserEvents
{
    // llhttp_errno_t.
    public const int Ok = 0;
    public const int MessageBeginFailed = 16;
    public const int HeadersCompleteFailed = 17;
    public const int MessageCompleteFailed = 18;
    public const int Paused = 21;
    public const int PausedUpgrade = 22;
    public const int User = 24;

    private readonly HttpParser _parser = new(type, long.MaxValue);
    private JsValue _self;
    private int _base;
    private int _status;
    private HttpHead? _head;
    private bool _isComplete;

    /// <summary>Parses bytes whose first one the callbacks know as <paramref name="address"/>.</summary>
    /// <returns>The error number; negative when a callback threw, which is then pending.</returns>
    public int Execute(JsValue self, ReadOnlySpan<byte> data, int address, out HttpParseResult result)
    {
        (_self, _base, _status) = (self, address, Ok);
        result = _parser.Execute(data, this);
        if (_status != Ok)
        {
            return _status;
        }

        return result.Code is not null ? NumberOf(result.Code) : _isComplete && _head is { Upgrade: true } ? PausedUpgrade : Ok;
    }

    public int Finish(JsValue self, out HttpParseResult result)
    {
        (_self, _status) = (self, Ok);
        result = _parser.Finish(this);
        return _status != Ok ? _status : result.Code is null ? Ok : NumberOf(result.Code);
    }

    public void OnMessageBegin()
    {
        _isComplete = false;
        _head = null;
        Tell("wasm_on_message_begin", MessageBeginFailed);
    }

    public void OnText(HttpText text, int offset, int length)
    {
        if (_status != Ok || type == HttpMessageType.Response && text == HttpText.Line && length == 0)
        {
            return;
        }

        var name = text switch
        {
            HttpText.Name => "wasm_on_header_field",
            HttpText.Value => "wasm_on_header_value",
            _ => type == HttpMessageType.Response ? "wasm_on_status" : "wasm_on_url",
        };
        Tell(name, User, _base + offset, length);
    }

    public int OnHeadersComplete(HttpHead head)
    {
        _head = head;
        var answer = Call("wasm_on_headers_complete", head.StatusCode, head.Upgrade ? 1 : 0, head.ShouldKeepAlive ? 1 : 0);
        if (answer is 1 or 2)
        {
            return answer;
        }

        return Take(answer, HeadersCompleteFailed) ? 0 : -1;
    }

    public bool OnBody(ReadOnlySpan<byte> body, int offset) => Tell("wasm_on_body", User, _base + offset, body.Length);

    /// <summary>The pieces were told already.</summary>
    public void OnTrailers(HttpHead trailers)
    {
    }

    public bool OnMessageComplete()
    {
        _isComplete = true;
        return Tell("wasm_on_message_complete", MessageCompleteFailed);
    }

    private bool Tell(string name, int failure, params ReadOnlySpan<JsValue> arguments) =>
        _status is Ok or Paused && Take(Call(name, arguments), failure);

    /// <summary>Acts on a callback's answer. False when parsing has to stop.</summary>
    private bool Take(int answer, int failure)
    {
        switch (answer)
        {
            case Ok:
                return true;
            case Paused:
                _status = Paused;
                _parser.Pause();
                return true;
            default:
                _status = answer == int.MinValue ? -1 : failure;
                _parser.Pause();
                return false;
        }
    }

    /// <summary>The number that a callback answers; <see cref="int.MinValue"/> when it threw.</summary>
    private int Call(string name, params ReadOnlySpan<JsValue> arguments)
    {
        var result = js.Invoke(callbacks, name, [_self, .. arguments]);
        if (result.IsException)
        {
            return int.MinValue;
        }

        var answer = result.IsInt ? result.Payload : Ok;
        js.Free(result);
        return answer;
    }

    private static int NumberOf(string code) => code switch
    {
        "HPE_STRICT" => 2,
        "HPE_LF_EXPECTED" => 3,
        "HPE_UNEXPECTED_CONTENT_LENGTH" => 4,
        "HPE_CLOSED_CONNECTION" => 5,
        "HPE_INVALID_CONSTANT" => 8,
        "HPE_INVALID_VERSION" => 9,
        "HPE_INVALID_HEADER_TOKEN" => 10,
        "HPE_INVALID_CONTENT_LENGTH" => 11,
        "HPE_INVALID_CHUNK_SIZE" => 12,
        "HPE_INVALID_STATUS" => 13,
        "HPE_INVALID_EOF_STATE" => 14,
        "HPE_INVALID_TRANSFER_ENCODING" => 15,
        "HPE_CR_EXPECTED" => 25,
        "HPE_UNEXPECTED_SPACE" => 30,
        _ => 1, // HPE_INTERNAL
    };
}
