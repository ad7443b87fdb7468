namespace WasmRun.Node.Http;

/// <summary>The values that frame the message: Transfer-Encoding, Content-Length, Connection.</summary>
public sealed partial class HttpParser
{
    /// <summary>Chooses how a value is read, at its first byte.</summary>
    private bool StartValue(ReadOnlySpan<byte> data)
    {
        wasLenient = false;
        matched = 0;
        switch (headerState)
        {
            case HeaderState.Upgrade:
                flags |= Flags.Upgrade;
                headerState = HeaderState.General;
                return Goto(State.Value);
            case HeaderState.TransferEncoding:
                if (Has(Flags.Chunked) && !MayFollowChunked) return FailAfterChunked(data);
                flags = (flags | Flags.TransferEncoding) & ~Flags.Chunked;
                return Goto(State.TransferCoding);
            case HeaderState.ContentLength:
                return Has(Flags.ContentLength)
                    ? Fail("HPE_UNEXPECTED_CONTENT_LENGTH", "Duplicate Content-Length", position)
                    : Goto(State.Length);
            case HeaderState.Connection:
                return Goto(State.Connection);
            default:
                return Goto(State.Value);
        }
    }

    private bool StepHeaderValue(ReadOnlySpan<byte> data, byte c)
    {
        bool isBlank = c is (byte)' ' or (byte)'\t', isLineEnd = c is (byte)'\r' or (byte)'\n';
        switch (state)
        {
            case State.TransferCoding:
                if ((c | 0x20) != "chunked"u8[matched]) return Goto(State.TransferCodingToken);
                return Goto(++matched == "chunked"u8.Length ? State.TransferCodingChunked : state, 1);
            case State.TransferCodingChunked:
                if (c == ' ') return Goto(state, 1);
                if (c == ',' && !MayFollowChunked) return FailAfterChunked(data);
                if (!isLineEnd) return Goto(State.TransferCodingToken);
                headerState = HeaderState.TransferEncodingChunked;
                return Goto(State.ValueEnd);
            case State.TransferCodingToken:
                if (c == ',') return Goto(State.TransferCodingBlanks, 1);
                position += HttpChars.Span(data[position..], HttpChars.ListItem);
                if (position == data.Length || data[position] == ',') return true;
                headerState = HeaderState.General;
                return Goto(State.Value);
            case State.TransferCodingBlanks:
                matched = 0;
                return isBlank ? Goto(state, 1) : Goto(State.TransferCoding);
            case State.Length:
                return char.IsAsciiDigit((char)c) ? AddDigit(data, c - '0', 10) : Goto(State.LengthBlanks);
            case State.LengthBlanks:
                if (isBlank) return Goto(state, 1);
                if (!isLineEnd) return EndRun(data, position) && Fail(InvalidContentLength, "Invalid character in Content-Length", position);
                flags |= Flags.ContentLength;
                return Goto(State.ValueEnd);
            default:
                return StepConnection(data, c, isBlank, isLineEnd);
        }
    }

    private bool StepConnection(ReadOnlySpan<byte> data, byte c, bool isBlank, bool isLineEnd)
    {
        switch (state)
        {
            case State.Connection:
                if (isBlank && matched == 0) return Goto(state, 1);
                return StepConnectionWord(c);
            case State.ConnectionBlanks:
                if (isBlank) return Goto(state, 1);
                if (isLineEnd) return Goto(State.ValueEnd);
                matched = 0;
                if (c == ',')
                {
                    SetHeaderFlags();
                    return Goto(State.Connection, 1);
                }
                headerState = HeaderState.General;
                return Goto(State.ConnectionToken);
            default:
                matched = 0;
                if (c == ',') return Goto(State.Connection, 1);
                position += HttpChars.Span(data[position..], HttpChars.ListItem);
                return position == data.Length || data[position] == ',' || Goto(State.ValueEnd);
        }
    }

    private bool StepConnectionWord(byte c)
    {
        word[matched] = (byte)(c is >= (byte)'A' and <= (byte)'Z' ? c | 0x20 : c);
        var text = word.AsSpan(0, matched + 1);
        var (whole, found) = text[0] switch
        {
            (byte)'c' when "close"u8.StartsWith(text) => (5, HeaderState.ConnectionClose),
            (byte)'u' when "upgrade"u8.StartsWith(text) => (7, HeaderState.ConnectionUpgrade),
            (byte)'k' when "keep-alive"u8.StartsWith(text) => (10, HeaderState.ConnectionKeepAlive),
            _ => (0, HeaderState.General),
        };
        if (whole == 0) return Goto(State.ConnectionToken);
        if (++matched < whole) return Goto(state, 1);
        headerState = found;
        return Goto(State.ConnectionBlanks, 1);
    }

    /// <summary>In a request chunked must be the last coding (RFC 9112, 6.1).</summary>
    private bool MayFollowChunked => type == HttpMessageType.Response || Allows(HttpLenient.TransferEncoding);

    private bool FailAfterChunked(ReadOnlySpan<byte> data) =>
        EndRun(data, position + 1) && Fail(InvalidTransferEncoding, "Invalid `Transfer-Encoding` header value", position + 1);

    /// <summary>Takes one more digit of a length, decimal in a header and hexadecimal before a chunk.</summary>
    private bool AddDigit(ReadOnlySpan<byte> data, int digit, uint radix)
    {
        position++;
        ulong limit = ulong.MaxValue / radix;
        bool overflow = contentLength > limit || contentLength * radix > ulong.MaxValue - (ulong)digit;
        contentLength = unchecked(contentLength * radix + (ulong)digit);
        if (!overflow) return true;
        if (radix == 16) return Fail("HPE_INVALID_CHUNK_SIZE", "Chunk size overflow", position);
        return EndRun(data, position) && Fail(InvalidContentLength, "Content-Length overflow", position);
    }
}
