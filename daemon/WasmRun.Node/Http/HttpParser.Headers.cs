namespace WasmRun.Node.Http;

/// <summary>Header fields (RFC 9112, 5) and the end of the head.</summary>
public sealed partial class HttpParser
{
    private const string InvalidHeaderToken = "HPE_INVALID_HEADER_TOKEN";
    private const string InvalidTransferEncoding = "HPE_INVALID_TRANSFER_ENCODING";
    private const string InvalidContentLength = "HPE_INVALID_CONTENT_LENGTH";

    private bool StepHeader(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.HeadersStart:
                if (c != ' ') return Goto(State.FieldStart);
                if (Allows(HttpLenient.Headers)) return Goto(State.FieldStart, 1);
                return Fail("HPE_UNEXPECTED_SPACE", "Unexpected space after start line", position + 1);
            case State.FieldStart:
                return StepFieldStart(c);
            case State.Field or State.FieldGeneral:
                return StepField(data);
            case State.FieldSpaces:
                if (c == ' ') return Goto(state, 1);
                if (c == ':') return EndField(data);
                headerState = HeaderState.General;
                return Goto(State.FieldGeneral);
            case State.HeadersLF:
                if (c == '\n') position++;
                else if (!Allows(HttpLenient.OptionalLFAfterCR)) return Fail("HPE_STRICT", "Expected LF after headers", position);
                return EndHeaders();
            default:
                return StepAroundValue(data, c);
        }
    }

    private bool StepFieldStart(byte c)
    {
        switch (c)
        {
            case (byte)'\r':
                return Goto(State.HeadersLF, 1);
            case (byte)'\n':
                position++;
                return Allows(HttpLenient.OptionalCRBeforeLF)
                    ? EndHeaders()
                    : Fail(InvalidHeaderToken, "Invalid header field char", position);
            case (byte)':':
                return Fail(InvalidHeaderToken, "Invalid header token", position);
            default:
                StartRun(Run.Name);
                return Goto(State.Field);
        }
    }

    private bool StepField(ReadOnlySpan<byte> data)
    {
        position += HttpChars.Span(data[position..], HttpChars.Token);
        if (position == data.Length) return true;
        headerState = state == State.FieldGeneral ? HeaderState.General : ClassifyField(data[runStart..position]);
        byte c = data[position];
        if (c == ':') return EndField(data);
        if (c != ' ' || headerState == HeaderState.General) return Fail(InvalidHeaderToken, "Invalid header token", position);
        if (Allows(HttpLenient.Headers)) return Goto(State.FieldSpaces);
        return EndRun(data, position + 1) && Fail(InvalidHeaderToken, "Invalid header field char", position + 1);
    }

    /// <summary>Finds the header by what earlier pieces of input held of its name and the rest of it.</summary>
    private HeaderState ClassifyField(ReadOnlySpan<byte> rest)
    {
        const int Longest = 17;
        var begun = head.PendingName;
        int length = begun.Length + rest.Length;
        if (length is < 7 or > Longest) return HeaderState.General;
        Span<byte> name = stackalloc byte[Longest];
        begun.CopyTo(name);
        rest.CopyTo(name[begun.Length..]);
        name = name[..length];
        return length switch
        {
            7 when HttpChars.EqualsIgnoreCase(name, "upgrade"u8) => HeaderState.Upgrade,
            10 when HttpChars.EqualsIgnoreCase(name, "connection"u8) => HeaderState.Connection,
            14 when HttpChars.EqualsIgnoreCase(name, "content-length"u8) => HeaderState.ContentLength,
            16 when HttpChars.EqualsIgnoreCase(name, "proxy-connection"u8) => HeaderState.Connection,
            17 when HttpChars.EqualsIgnoreCase(name, "transfer-encoding"u8) => HeaderState.TransferEncoding,
            _ => HeaderState.General,
        };
    }

    /// <summary>At the colon. A length beside a transfer coding is how requests are smuggled (RFC 9112, 6.3), so it is an error.</summary>
    private bool EndField(ReadOnlySpan<byte> data)
    {
        if (!EndRun(data, position + 1)) return false;
        position++;
        if (!Allows(HttpLenient.ChunkedLength))
        {
            if (headerState == HeaderState.TransferEncoding && Has(Flags.ContentLength))
            {
                return Fail(InvalidTransferEncoding, "Transfer-Encoding can't be present with Content-Length", position);
            }
            if (headerState == HeaderState.ContentLength && Has(Flags.TransferEncoding))
            {
                return Fail(InvalidContentLength, "Content-Length can't be present with Transfer-Encoding", position);
            }
        }
        return Goto(State.ValueBlanks);
    }

    /// <summary>The blanks and line ends before and after a value, with the folding of old (RFC 9112, 5.2).</summary>
    private bool StepAroundValue(ReadOnlySpan<byte> data, byte c)
    {
        bool isBlank = c is (byte)' ' or (byte)'\t';
        switch (state)
        {
            case State.ValueBlanks:
                if (isBlank) return Goto(state, 1);
                if (c == '\r') return Goto(State.ValueBlanksLF, 1);
                if (c == '\n')
                {
                    return Allows(HttpLenient.OptionalCRBeforeLF)
                        ? Goto(State.ValueFold, 1)
                        : Fail(InvalidHeaderToken, "Invalid header value char", position + 1);
                }
                StartRun(Run.Value);
                return StartValue(data);
            case State.ValueBlanksLF:
                if (c == '\n') return Goto(State.ValueFold, 1);
                return Allows(HttpLenient.Headers) ? Goto(State.ValueFold) : Fail("HPE_STRICT", "Expected LF after CR", position);
            case State.ValueFold:
                if (isBlank)
                {
                    return Allows(HttpLenient.Headers)
                        ? Goto(State.ValueBlanks, 1)
                        : Fail(InvalidHeaderToken, "Invalid header value char", position + 1);
                }
                if (headerState == HeaderState.ContentLength) return Fail(InvalidContentLength, "Empty Content-Length", position);
                if (headerState == HeaderState.TransferEncoding) return Fail(InvalidTransferEncoding, "Empty Transfer-Encoding", position);
                SetHeaderFlags();
                StartRun(Run.Value);
                return EndRun(data, position) && Goto(State.FieldStart);
            case State.AfterValue:
                if (!isBlank)
                {
                    SetHeaderFlags();
                    return Goto(State.FieldStart);
                }
                if (!Allows(HttpLenient.Headers)) return Fail(InvalidHeaderToken, "Unexpected whitespace after header value", position);
                if (headerState == HeaderState.TransferEncodingChunked) headerState = HeaderState.General;
                StartRun(Run.Value);
                return StartValue(data);
            default:
                return StepPlainValue(data, c);
        }
    }

    private bool StepPlainValue(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.Value:
                position += HttpChars.Span(data[position..], HttpChars.Value);
                return position == data.Length || Goto(State.ValueEnd);
            case State.ValueLenient:
                int end = data[position..].IndexOfAny((byte)'\r', (byte)'\n');
                position = end < 0 ? data.Length : position + end;
                return end < 0 || Goto(State.ValueEnd);
            case State.ValueRelaxed:
                int relaxed = HttpChars.Span(data[position..], HttpChars.RelaxedValue);
                position += relaxed;
                if (relaxed == 0 && c == 0) return EndRun(data, position) && Fail(InvalidHeaderToken, "Invalid header value char", position);
                return position == data.Length || Goto(State.ValueEnd);
            case State.ValueLF:
                if (c == '\n') return Goto(State.AfterValue, 1);
                return Fail("HPE_LF_EXPECTED", "Missing expected LF after header value", position);
            default:
                return EndValue(data, c);
        }
    }

    private bool EndValue(ReadOnlySpan<byte> data, byte c)
    {
        if (c == '\r') return EndRun(data, position + 1) && Goto(State.ValueLF, 1);
        if (c == '\n')
        {
            if (!EndRun(data, position)) return false;
            return wasLenient || Allows(HttpLenient.OptionalCRBeforeLF)
                ? Goto(State.ValueLF)
                : Fail("HPE_CR_EXPECTED", "Missing expected CR after header value", position);
        }
        if (Allows(HttpLenient.Headers))
        {
            wasLenient = true;
            return Goto(State.ValueLenient);
        }
        if (Allows(HttpLenient.HeaderValueRelaxed)) return Goto(State.ValueRelaxed);
        return EndRun(data, position) && Fail(InvalidHeaderToken, "Invalid header value char", position);
    }

    /// <summary>Applies what the value said of the connection or the coding.</summary>
    private void SetHeaderFlags()
    {
        flags |= headerState switch
        {
            HeaderState.ConnectionKeepAlive => Flags.ConnectionKeepAlive,
            HeaderState.ConnectionClose => Flags.ConnectionClose,
            HeaderState.ConnectionUpgrade => Flags.ConnectionUpgrade,
            HeaderState.TransferEncodingChunked => Flags.Chunked,
            _ => 0,
        };
        if (headerState is HeaderState.ConnectionKeepAlive or HeaderState.ConnectionClose or HeaderState.ConnectionUpgrade)
        {
            headerState = HeaderState.Connection;
        }
    }
}
