namespace WasmRun.Node.Http;

/// <summary>The request's target: just enough of its form to refuse what can't be one.</summary>
public sealed partial class HttpParser
{
    private bool StepUrl(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.UrlPath or State.UrlQuery or State.UrlFragment:
                return StepUrlText(data);
            case State.UrlLineFeed when c == '\n':
                return EndUrlOfHttp09();
            case State.UrlLineFeed:
                return FailUrl("Expected CRLF");
        }
        bool inDelimiter = state == State.UrlSchemaDelimiter && matched > 0;
        if (IsUrlBlank(c) && !inDelimiter) return FailUrl("Invalid characters in url", 1);
        switch (state)
        {
            case State.UrlStart:
                if (c is (byte)'/' or (byte)'*') return Goto(State.UrlPath, 1);
                if (char.IsAsciiLetter((char)c)) return Goto(State.UrlSchema);
                return IsLineBlank(c) ? FailUrl("Invalid characters in url", 1) : FailUrl("Unexpected start char in url");
            case State.UrlSchema:
                matched = 0;
                if (char.IsAsciiLetter((char)c)) return Goto(state, 1);
                if (c == ':') return Goto(State.UrlSchemaDelimiter, 1);
                return IsLineBlank(c) ? FailUrl("Invalid characters in url", 1) : FailUrl("Unexpected char in url schema");
            case State.UrlSchemaDelimiter:
                if (c == '/') return Goto(++matched == 2 ? State.UrlServer : state, 1);
                return !inDelimiter && IsLineBlank(c) ? FailUrl("Invalid characters in url", 1) : FailUrl("Unexpected char in url schema");
            case State.UrlOfHttp09:
                return Goto(State.HeadersStart);
            default:
                return StepUrlServer(data, c);
        }
    }

    private bool StepUrlServer(ReadOnlySpan<byte> data, byte c)
    {
        if (c == '/') return Goto(State.UrlPath, 1);
        if (c == '?') return Goto(State.UrlQuery, 1);
        if (c == '@') return state == State.UrlServer ? Goto(State.UrlServerWithAt, 1) : FailUrl("Double @ in url", 1);
        if (IsLineBlank(c)) return EndUrl(data, c);
        return HttpChars.UserInfo.Contains(c) ? Goto(State.UrlServer, 1) : FailUrl("Unexpected char in url server");
    }

    private bool StepUrlText(ReadOnlySpan<byte> data)
    {
        position += HttpChars.Span(data[position..], HttpChars.Url);
        if (position == data.Length) return true;
        byte c = data[position];
        if (IsLineBlank(c)) return EndUrl(data, c);
        if (IsUrlBlank(c)) return FailUrl("Invalid characters in url", 1);
        return (state, c) switch
        {
            (State.UrlPath, (byte)'?') or (State.UrlQuery, (byte)'?') => Goto(State.UrlQuery, 1),
            (State.UrlFragment, (byte)'?' or (byte)'#') or (_, (byte)'#') => Goto(State.UrlFragment, 1),
            (State.UrlPath, _) => FailUrl("Invalid char in url path"),
            (State.UrlQuery, _) => FailUrl("Invalid char in url query"),
            _ => FailUrl("Invalid char in url fragment start"),
        };
    }

    private bool EndUrl(ReadOnlySpan<byte> data, byte c)
    {
        if (!EndRun(data, position)) return false;
        matched = 0;
        return c switch
        {
            (byte)' ' => Goto(State.SpacesBeforeProtocol, 1),
            (byte)'\r' => Goto(State.UrlLineFeed, 1),
            _ => EndUrlOfHttp09(),
        };
    }

    /// <summary>A request line without a version is HTTP/0.9.</summary>
    private bool EndUrlOfHttp09()
    {
        (head.MajorVersion, head.MinorVersion) = (0, 9);
        return Goto(State.UrlOfHttp09, 1);
    }

    /// <summary>White space that no place of the target, nor the byte after it, may have.</summary>
    private static bool IsUrlBlank(byte c) => c is (byte)'\t' or (byte)'\f';

    private static bool IsLineBlank(byte c) => c is (byte)' ' or (byte)'\r' or (byte)'\n';

    private bool FailUrl(string reason, int after = 0) => Fail("HPE_INVALID_URL", reason, position + after);
}
