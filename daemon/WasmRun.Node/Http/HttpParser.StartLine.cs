namespace WasmRun.Node.Http;

/// <summary>Request line (RFC 9112, 3) and status line (4).</summary>
public sealed partial class HttpParser
{
    private bool StepStartLine(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.Method:
                return StepMethod(c);
            case State.SpaceAfterMethod:
                return c == ' ' ? Goto(State.SpacesBeforeUrl, 1) : Fail("HPE_INVALID_METHOD", "Expected space after method", position);
            case State.SpacesBeforeUrl:
                if (c == ' ') return Goto(state, 1);
                StartRun(Run.Line);
                return Goto(head.Method == HttpMethods.Connect ? State.UrlServer : State.UrlStart);
            case >= State.UrlStart and <= State.UrlOfHttp09:
                return StepUrl(data, c);
            case State.SpacesBeforeProtocol:
                if (matched++ == 0 && IsUrlBlank(c)) return FailUrl("Invalid characters in url", 1);
                if (c == ' ') return Goto(state, 1);
                matched = 0;
                return Goto(State.Protocol);
            case State.Protocol:
                return StepProtocol(c);
            case State.SlashAfterProtocol:
                return c == '/' ? Goto(State.MajorVersion, 1) : FailProtocol();
            case State.MajorVersion:
                if (!char.IsAsciiDigit((char)c)) return Fail("HPE_INVALID_VERSION", "Invalid major version", position);
                head.MajorVersion = c - '0';
                return Goto(State.VersionDot, 1);
            case State.VersionDot:
                return c == '.' ? Goto(State.MinorVersion, 1) : Fail("HPE_INVALID_VERSION", "Expected dot", position);
            case State.MinorVersion:
                if (!char.IsAsciiDigit((char)c)) return Fail("HPE_INVALID_VERSION", "Invalid minor version", position);
                head.MinorVersion = c - '0';
                position++;
                return EndVersion();
            case State.EndOfRequestLine:
                if (c == '\r') return Goto(State.EndOfRequestLineLF, 1);
                if (c == '\n' && Allows(HttpLenient.OptionalCRBeforeLF)) return Goto(State.EndOfRequestLineLF, 1);
                return Fail("HPE_INVALID_VERSION", "Expected CRLF after version", c == '\n' ? position + 1 : position);
            case State.EndOfRequestLineLF:
                if (c == '\n') return Goto(State.HeadersStart, 1);
                if (Allows(HttpLenient.OptionalLFAfterCR)) return Goto(State.HeadersStart);
                return Fail("HPE_STRICT", "Expected CRLF after version", position);
            case State.Http2Preface:
                return StepPreface(c);
            default:
                return StepStatusLine(data, c);
        }
    }

    private bool StepMethod(byte c)
    {
        word[matched] = c;
        int found = HttpMethods.Find(word.AsSpan(0, matched + 1), out bool isPrefix);
        if (found >= 0 && !isPrefix)
        {
            head.Method = found;
            return Goto(State.SpaceAfterMethod, 1);
        }
        if (found >= 0 || isPrefix)
        {
            matched++;
            return Goto(state, 1);
        }
        // The longer name that was possible is not there: GET, when no GET_PARAMETER follows.
        int shorter = HttpMethods.Find(word.AsSpan(0, matched), out _);
        if (shorter < 0) return Fail("HPE_INVALID_METHOD", "Invalid method encountered", position);
        head.Method = shorter;
        return Goto(State.SpaceAfterMethod);
    }

    private bool StepProtocol(byte c)
    {
        word[matched] = c;
        var text = word.AsSpan(0, matched + 1);
        bool isHttp = "HTTP"u8.StartsWith(text), isRtsp = "RTSP"u8.StartsWith(text), isIce = "ICE"u8.StartsWith(text);
        if (!isHttp && !isRtsp && !isIce) return FailProtocol();
        position++;
        if (++matched < (isIce ? 3 : 4)) return true;
        state = State.SlashAfterProtocol;
        if (type == HttpMessageType.Response) return true;
        if (isHttp && !HttpMethods.IsHttp(head.Method)) return Fail("HPE_INVALID_CONSTANT", "Invalid method for HTTP/x.x request", position);
        if (isRtsp && !HttpMethods.IsRtsp(head.Method)) return Fail("HPE_INVALID_CONSTANT", "Invalid method for RTSP/x.x request", position);
        if (isIce && head.Method != HttpMethods.Source) return Fail("HPE_INVALID_CONSTANT", "Expected SOURCE method for ICE/x.x request", position);
        return true;
    }

    private bool FailProtocol() => Fail("HPE_INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/", position);

    private bool EndVersion()
    {
        bool known = (head.MajorVersion, head.MinorVersion) is (0, 9) or (1, 0) or (1, 1) or (2, 0);
        if (!known && !Allows(HttpLenient.Version)) return Fail("HPE_INVALID_VERSION", "Invalid HTTP version", position);
        matched = 0;
        if (type == HttpMessageType.Response) state = State.SpaceAfterVersion;
        else state = head.Method == HttpMethods.Pri ? State.Http2Preface : State.EndOfRequestLine;
        return true;
    }

    /// <summary>The rest of the HTTP/2 connection preface (RFC 9113, 3.4), which is for another parser.</summary>
    private bool StepPreface(byte c)
    {
        var preface = "\r\n\r\nSM\r\n\r\n"u8;
        if (c != preface[matched]) return Fail("HPE_INVALID_VERSION", "Expected HTTP/2 Connection Preface", position);
        position++;
        return ++matched < preface.Length || Fail("HPE_PAUSED_H2_UPGRADE", "Pause on PRI/Upgrade", position);
    }

    private bool StepStatusLine(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.SpaceAfterVersion:
                head.StatusCode = 0;
                matched = 0;
                return c == ' ' ? Goto(State.StatusDigit, 1) : Fail("HPE_INVALID_VERSION", "Expected space after version", position);
            case State.StatusDigit:
                if (!char.IsAsciiDigit((char)c)) return Fail("HPE_INVALID_STATUS", "Invalid status code", position);
                head.StatusCode = head.StatusCode * 10 + c - '0';
                return Goto(++matched == 3 ? State.AfterStatusCode : state, 1);
            case State.AfterStatusCode:
                if (c == '\r') return Goto(State.EndOfStatusLineLF, 1);
                if (c == '\n' && Allows(HttpLenient.OptionalCRBeforeLF)) return Goto(State.HeadersStart, 1);
                if (c != ' ') return Fail("HPE_INVALID_STATUS", "Invalid response status", c == '\n' ? position + 1 : position);
                position++;
                StartRun(Run.Line);
                return Goto(State.StatusText);
            case State.StatusText:
                return StepStatusText(data);
            default:
                if (c == '\n') return Goto(State.HeadersStart, 1);
                return Allows(HttpLenient.OptionalLFAfterCR) ? Goto(State.HeadersStart) : Fail("HPE_STRICT", "Expected LF after CR", position);
        }
    }

    private bool StepStatusText(ReadOnlySpan<byte> data)
    {
        int end = data[position..].IndexOfAny((byte)'\r', (byte)'\n');
        position = end < 0 ? data.Length : position + end;
        if (end < 0) return true;
        if (!EndRun(data, position + 1)) return false;
        if (data[position] == '\r') return Goto(State.EndOfStatusLineLF, 1);
        return Allows(HttpLenient.OptionalCRBeforeLF)
            ? Goto(State.HeadersStart, 1)
            : Fail("HPE_CR_EXPECTED", "Missing expected CR after response line", position + 1);
    }
}
