namespace WasmRun.Node.Http;

/// <summary>A chunk's size and extensions (RFC 9112, 7.1).</summary>
public sealed partial class HttpParser
{
    private bool StepChunkHead(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.ChunkSizeFirst or State.ChunkSize:
                if (char.IsAsciiHexDigit((char)c))
                {
                    state = State.ChunkSize;
                    return AddDigit(data, HexValue(c), 16);
                }
                return state == State.ChunkSize ? Goto(State.ChunkSizeEnd) : FailChunkSize(0);
            case State.ChunkSizeEnd:
                return StepChunkSizeEnd(c);
            case State.ChunkSizeLF:
                if (c == '\n') position++;
                else if (!Allows(HttpLenient.OptionalLFAfterCR)) return Fail("HPE_STRICT", "Expected LF after chunk size", position);
                return StartChunkData();
            case State.ChunkExtension:
                if (c is (byte)' ' or (byte)'\r') return Fail("HPE_STRICT", "Invalid character in chunk extensions", position + 1);
                StartRun(Run.Extension);
                return Goto(State.ChunkExtensionName);
            case State.ChunkExtensionName or State.ChunkExtensionValue:
                return StepChunkExtension(data);
            default:
                return StepQuotedExtension(data, c);
        }
    }

    private static int HexValue(byte c) => c <= (byte)'9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private bool StepChunkSizeEnd(byte c)
    {
        switch (c)
        {
            case (byte)' ' or (byte)'\t':
                return Allows(HttpLenient.SpacesAfterChunkSize) ? Goto(state, 1) : FailChunkSize(1);
            case (byte)'\r':
                return Goto(State.ChunkSizeLF, 1);
            case (byte)'\n':
                return Allows(HttpLenient.OptionalCRBeforeLF)
                    ? Goto(State.ChunkSizeLF, 1)
                    : Fail("HPE_CR_EXPECTED", "Missing expected CR after chunk size", position + 1);
            case (byte)';':
                return Goto(State.ChunkExtension, 1);
            default:
                return FailChunkSize(0);
        }
    }

    private bool FailChunkSize(int after) => Fail(InvalidChunkSize, "Invalid character in chunk size", position + after);

    private bool StartChunkData()
    {
        headerBytes = extensionBytes = 0;
        if (contentLength > 0) return Goto(State.ChunkData);
        flags |= Flags.Trailing;
        return Goto(State.FieldStart);
    }

    private bool StepChunkExtension(ReadOnlySpan<byte> data)
    {
        position += HttpChars.Span(data[position..], HttpChars.Token);
        if (position == data.Length) return true;
        bool isName = state == State.ChunkExtensionName;
        string part = isName ? "name" : "value";
        byte c = data[position];
        if (c == '"' && !isName) return Goto(State.ChunkExtensionQuoted, 1);
        if (c == '\n')
        {
            if (!EndRun(data, position)) return false;
            return Allows(HttpLenient.OptionalCRBeforeLF)
                ? Goto(State.ChunkSizeLF)
                : Fail("HPE_CR_EXPECTED", $"Missing expected CR after chunk extension {part}", position);
        }
        if (!EndRun(data, position + 1)) return false;
        position++;
        switch (c)
        {
            case (byte)'=' when isName:
                StartRun(Run.Extension);
                return Goto(State.ChunkExtensionValue);
            case (byte)';':
                return Goto(State.ChunkExtension);
            case (byte)'\r':
                return Goto(State.ChunkSizeLF);
            default:
                return Fail("HPE_STRICT", $"Invalid character in chunk extensions {part}", position);
        }
    }

    private bool StepQuotedExtension(ReadOnlySpan<byte> data, byte c)
    {
        switch (state)
        {
            case State.ChunkExtensionQuoted:
                position += HttpChars.Span(data[position..], HttpChars.Quoted);
                if (position == data.Length) return true;
                if (data[position] == '\\') return Goto(State.ChunkExtensionEscape, 1);
                if (data[position] != '"') return FailQuoted(data, "Invalid character in chunk extensions quoted value");
                position++;
                return EndRun(data, position) && Goto(State.ChunkExtensionQuotedEnd);
            case State.ChunkExtensionEscape:
                if (HttpChars.Value.Contains(c)) return Goto(State.ChunkExtensionQuoted, 1);
                return FailQuoted(data, "Invalid quoted-pair in chunk extensions quoted value");
            default:
                if (c == ';') return Goto(State.ChunkExtension, 1);
                if (c == '\r') return Goto(State.ChunkSizeLF, 1);
                if (c != '\n') return Fail("HPE_STRICT", "Invalid character in chunk extensions quote value", position);
                return Allows(HttpLenient.OptionalCRBeforeLF)
                    ? Goto(State.ChunkSizeLF)
                    : Fail("HPE_CR_EXPECTED", "Missing expected CR after chunk extension value", position);
        }
    }

    private bool FailQuoted(ReadOnlySpan<byte> data, string reason) => EndRun(data, position + 1) && Fail("HPE_STRICT", reason, position + 1);
}
