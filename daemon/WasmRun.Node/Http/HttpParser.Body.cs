namespace WasmRun.Node.Http;

/// <summary>From the end of the head to the end of the message: body, chunks (RFC 9112, 6 and 7), keeping the connection (9).</summary>
public sealed partial class HttpParser
{
    private const string InvalidChunkSize = "HPE_INVALID_CHUNK_SIZE";

    /// <summary>At the empty line after headers or trailers.</summary>
    private bool EndHeaders()
    {
        if (Has(Flags.Trailing))
        {
            headerBytes = 0;
            return EndMessage();
        }
        bool named = Has(Flags.Upgrade) && Has(Flags.ConnectionUpgrade);
        // Of a response the two headers alone only say what the server could do.
        head.Upgrade = named ? type == HttpMessageType.Request || head.StatusCode == 101 : IsConnect;
        head.ShouldKeepAlive = ShouldKeepAlive;
        HeadersCompleted = true;
        headerBytes = 0;
        int answer = events.OnHeadersComplete(head);
        head.ClearHeaders();
        if (answer is 1 or 2) flags |= Flags.SkipBody;
        if (answer == 2) head.Upgrade = true;
        if (answer is < 0 or > 2) return Stop("HPE_CB_HEADERS_COMPLETE", "User callback error");
        return StartBody();
    }

    private bool IsConnect => type == HttpMessageType.Request && head.Method == HttpMethods.Connect;

    private bool StartBody()
    {
        bool isResponse = type == HttpMessageType.Response;
        bool hasBody = Has(Flags.Chunked) || contentLength > 0;
        if (head.Upgrade && (IsConnect || Has(Flags.SkipBody) || !hasBody) || isResponse && head.StatusCode == 101)
        {
            state = State.Cleanup;
            CompleteMessage();
            return false;
        }
        bool neverHasBody = isResponse && head.StatusCode is 100 or 102 or 103 or 204 or 304;
        if (neverHasBody || Has(Flags.SkipBody)) return CompleteMessage() && Goto(State.Cleanup);
        if (Has(Flags.Chunked)) return StartChunk();
        if (Has(Flags.TransferEncoding))
        {
            if (!isResponse && !Allows(HttpLenient.ChunkedLength | HttpLenient.TransferEncoding))
            {
                return Fail(InvalidTransferEncoding, "Request has invalid `Transfer-Encoding`", position);
            }
            return StartBodyToEnd();
        }
        if (!Has(Flags.ContentLength)) return NeedsEnd ? StartBodyToEnd() : CompleteMessage() && Goto(State.Cleanup);
        return contentLength == 0 ? CompleteMessage() && Goto(State.Cleanup) : Goto(State.BodyOfLength);
    }

    private bool StartChunk()
    {
        contentLength = 0;
        return Goto(State.ChunkSizeFirst);
    }

    private bool StartBodyToEnd()
    {
        finality = Finality.CompletesMessage;
        return Goto(State.BodyToEnd);
    }

    private bool StepBody(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.BodyOfLength:
                if (!TakeBody(data, contentLength)) return false;
                return contentLength > 0 || EndMessage();
            case State.BodyToEnd:
                return TakeBody(data, ulong.MaxValue);
            case State.ChunkData:
                if (!TakeBody(data, contentLength)) return false;
                return contentLength > 0 || Goto(State.ChunkDataEnd);
            case State.ChunkDataEnd:
                if (c == '\r') return Goto(State.ChunkDataLF, 1);
                if (c == '\n')
                {
                    position++;
                    return Allows(HttpLenient.OptionalCRBeforeLF)
                        ? EndChunk()
                        : Fail("HPE_CR_EXPECTED", "Missing expected CR after chunk data", position);
                }
                return Allows(HttpLenient.OptionalCRLFAfterChunk) ? EndChunk() : Fail("HPE_STRICT", "Expected LF after chunk data", position);
            case State.ChunkDataLF:
                if (c == '\n') position++;
                else if (!Allows(HttpLenient.OptionalCRLFAfterChunk)) return Fail("HPE_STRICT", "Expected LF after chunk data", position);
                return EndChunk();
            default:
                return StepChunkHead(data, c);
        }
    }

    private bool TakeBody(ReadOnlySpan<byte> data, ulong remaining)
    {
        int length = (int)Math.Min((ulong)(data.Length - position), remaining);
        int offset = position;
        position += length;
        if (state != State.BodyToEnd) contentLength -= (ulong)length;
        return events.OnBody(data.Slice(offset, length), offset) || Stop("HPE_JS_EXCEPTION", "JS Exception");
    }

    private bool EndChunk()
    {
        headerBytes = 0;
        return StartChunk();
    }

    private bool EndMessage()
    {
        state = State.Cleanup;
        return CompleteMessage() && !head.Upgrade;
    }

    private bool CompleteMessage()
    {
        if (head.HasPending) events.OnTrailers(head);
        head.ClearHeaders();
        return events.OnMessageComplete() || Stop("HPE_CB_MESSAGE_COMPLETE", "`on_message_complete` callback error");
    }

    private bool Stop(string code, string reason)
    {
        stopped = true;
        return Fail(code, reason, position);
    }

    private void AfterMessage()
    {
        bool keepAlive = ShouldKeepAlive;
        finality = Finality.Safe;
        flags = 0;
        if (keepAlive) contentLength = 0;
        state = keepAlive || Allows(HttpLenient.KeepAlive) ? State.Start : State.Closed;
    }

    /// <summary>Only the end of the input ends the body (RFC 9112, 6.3).</summary>
    private bool NeedsEnd
    {
        get
        {
            if (type == HttpMessageType.Request) return false;
            if (head.StatusCode is (>= 100 and < 200) or 204 or 304 || Has(Flags.SkipBody)) return false;
            if (Has(Flags.TransferEncoding) && !Has(Flags.Chunked)) return true;
            return !Has(Flags.Chunked | Flags.ContentLength);
        }
    }

    private bool ShouldKeepAlive
    {
        get
        {
            bool persistent = head is { MajorVersion: > 0, MinorVersion: > 0 } ? !Has(Flags.ConnectionClose) : Has(Flags.ConnectionKeepAlive);
            return persistent && !NeedsEnd;
        }
    }
}
