namespace WasmRun.Node.Http;

public enum HttpMessageType : byte
{
    Request = 1,
    Response = 2,
}

/// <summary>
/// An incremental HTTP/1 parser that accepts, refuses and reports exactly as llhttp does under Node's http_parser binding
/// (RFC 9112; error codes, texts and offsets are llhttp's). Input may be cut anywhere.
/// </summary>
/// <remarks>The states are spread over the files HttpParser.*.cs by the part of the message they read.</remarks>
public sealed partial class HttpParser
{
    private const int MaxChunkExtensions = 16384;

    private HttpMessageType type;
    private HttpLenient lenient;
    private long maxHeaderSize;
    private readonly HttpHead head = new();
    private IHttpParserEvents events = null!;

    private State state;
    private Flags flags;
    private HeaderState headerState;
    private Finality finality;

    /// <summary>Bytes that remain of the body or chunk.</summary>
    private ulong contentLength;

    /// <summary>Offset in the data of the byte to read next.</summary>
    private int position;

    /// <summary>How much of a fixed word has been matched, and which word.</summary>
    private int matched;
    /// <summary>The value being read has held a character that only <see cref="HttpLenient.Headers"/> allows.</summary>
    private bool wasLenient;
    private readonly byte[] word = new byte[HttpMethods.MaxLength + 1];

    /// <summary>The run of bytes being gathered, and where it begins in the data.</summary>
    private Run run;
    private int runStart;

    private long headerBytes, extensionBytes;
    private bool stopped, paused;
    private string? errorCode, errorReason;
    private int errorPosition;

    /// <summary>Makes a parser for one connection; see <see cref="Reset"/>.</summary>
    public HttpParser(HttpMessageType type, long maxHeaderSize, HttpLenient lenient = HttpLenient.None) => Reset(type, maxHeaderSize, lenient);

    private enum State : byte
    {
        Start,
        Method, SpaceAfterMethod, SpacesBeforeUrl,
        UrlStart, UrlSchema, UrlSchemaDelimiter, UrlServer, UrlServerWithAt, UrlPath, UrlQuery, UrlFragment, UrlLineFeed, UrlOfHttp09,
        SpacesBeforeProtocol, Protocol, SlashAfterProtocol, MajorVersion, VersionDot, MinorVersion,
        EndOfRequestLine, EndOfRequestLineLF, Http2Preface,
        SpaceAfterVersion, StatusDigit, AfterStatusCode, StatusText, EndOfStatusLineLF,
        HeadersStart, FieldStart, Field, FieldSpaces, FieldGeneral,
        ValueBlanks, ValueBlanksLF, ValueFold,
        Value, ValueEnd, ValueLenient, ValueRelaxed, ValueLF, AfterValue,
        TransferCoding, TransferCodingChunked, TransferCodingToken, TransferCodingBlanks,
        Length, LengthBlanks, Connection, ConnectionBlanks, ConnectionToken,
        HeadersLF,
        ChunkSizeFirst, ChunkSize, ChunkSizeEnd, ChunkSizeLF, ChunkExtension, ChunkExtensionName, ChunkExtensionValue,
        ChunkExtensionQuoted, ChunkExtensionEscape, ChunkExtensionQuotedEnd, ChunkData, ChunkDataEnd, ChunkDataLF,
        BodyOfLength, BodyToEnd, Closed, Cleanup,
    }

    [Flags]
    private enum Flags
    {
        ConnectionKeepAlive = 1 << 0,
        ConnectionClose = 1 << 1,
        ConnectionUpgrade = 1 << 2,
        Chunked = 1 << 3,
        Upgrade = 1 << 4,
        ContentLength = 1 << 5,
        SkipBody = 1 << 6,
        Trailing = 1 << 7,
        TransferEncoding = 1 << 9,
    }

    /// <summary>Which header's value is being read, and what a Connection or Transfer-Encoding item has said.</summary>
    private enum HeaderState : byte
    {
        General, Connection, ContentLength, TransferEncoding, Upgrade, ConnectionKeepAlive, ConnectionClose, ConnectionUpgrade,
        TransferEncodingChunked,
    }

    /// <summary>What the end of the input means now.</summary>
    private enum Finality : byte
    {
        Safe,
        /// <summary>It ends the body.</summary>
        CompletesMessage,
        /// <summary>It cuts a message short.</summary>
        Unsafe,
    }

    private enum Run : byte { None, Line, Name, Value, Extension }

    /// <summary>The head of the message being read is whole.</summary>
    public bool HeadersCompleted { get; private set; }

    /// <summary>Starts anew, for another connection.</summary>
    /// <param name="messageType">Whether requests or responses come.</param>
    /// <param name="headerSizeLimit">Bytes of start line and headers, or of trailers, that are too many.</param>
    /// <param name="leniency">Rules not to insist on.</param>
    public void Reset(HttpMessageType messageType, long headerSizeLimit, HttpLenient leniency)
    {
        type = messageType;
        maxHeaderSize = headerSizeLimit;
        lenient = leniency;
        head.Clear();
        head.Method = head.StatusCode = head.MajorVersion = head.MinorVersion = 0;
        head.Upgrade = false;
        (state, flags, headerState, finality, run) = (State.Start, 0, HeaderState.General, Finality.Safe, Run.None);
        contentLength = 0;
        headerBytes = extensionBytes = 0;
        stopped = HeadersCompleted = false;
        errorCode = errorReason = null;
    }

    /// <summary>Reads more input. After an error every call fails the same way.</summary>
    public HttpParseResult Execute(ReadOnlySpan<byte> data, IHttpParserEvents listener)
    {
        if (errorCode is not null) return Result(0);
        events = listener;
        position = runStart = 0;
        paused = false;
        while (position < data.Length || state == State.Cleanup)
        {
            if (!Step(data) || paused) break;
        }
        if (errorCode is null && run != Run.None) TakeRun(data[runStart..], data.Length);
        events = null!;
        return Result(errorCode is not null ? errorPosition : position);
    }

    /// <summary>Called by an event: <see cref="Execute"/> returns once what the event belongs to is read, and the next call goes on there.</summary>
    public void Pause() => paused = true;

    /// <summary>Tells that no more input comes.</summary>
    public HttpParseResult Finish(IHttpParserEvents listener)
    {
        if (errorCode is not null) return default;
        if (finality == Finality.Unsafe) return head.Upgrade ? default : new HttpParseResult(0, "HPE_INVALID_EOF_STATE", "Invalid EOF state", false);
        if (finality == Finality.CompletesMessage)
        {
            events = listener;
            CompleteMessage();
            events = null!;
            return Result(0);
        }
        return default;
    }

    private HttpParseResult Result(int consumed)
    {
        if (stopped) return new HttpParseResult(consumed, errorCode, errorReason, Stopped: true);
        return head.Upgrade ? new HttpParseResult(consumed, null, null, false) : new HttpParseResult(consumed, errorCode, errorReason, false);
    }

    private bool Has(Flags flag) => (flags & flag) != 0;

    private bool Allows(HttpLenient rule) => (lenient & rule) != 0;

    /// <summary>Ends the parsing with an error found at an offset of the data. Always false.</summary>
    private bool Fail(string code, string reason, int at)
    {
        (errorCode, errorReason, errorPosition) = (code, reason, at);
        return false;
    }

    private bool Goto(State next, int skip = 0)
    {
        state = next;
        position += skip;
        return true;
    }

    private void StartRun(Run kind)
    {
        run = kind;
        runStart = position;
    }

    /// <summary>Ends the run at the position. An error of it is reported at <paramref name="errorAt"/>.</summary>
    private bool EndRun(ReadOnlySpan<byte> data, int errorAt)
    {
        var text = data[runStart..position];
        bool taken = TakeRun(text, errorAt);
        run = Run.None;
        return taken;
    }

    private bool TakeRun(ReadOnlySpan<byte> text, int errorAt)
    {
        if (run == Run.Extension)
        {
            extensionBytes += text.Length;
            return extensionBytes <= MaxChunkExtensions || Fail("HPE_CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow", errorAt);
        }
        headerBytes += text.Length;
        if (headerBytes >= maxHeaderSize) return Fail("HPE_HEADER_OVERFLOW", "Header overflow", errorAt);
        switch (run)
        {
            case Run.Line:
                events.OnText(HttpText.Line, runStart, text.Length);
                head.AppendLine(text);
                break;
            case Run.Name:
                events.OnText(HttpText.Name, runStart, text.Length);
                head.AppendName(text);
                break;
            case Run.Value:
                events.OnText(HttpText.Value, runStart, text.Length);
                head.AppendValue(text);
                break;
        }
        return true;
    }

    /// <summary>Reads with the handler of the state. False to stop: after an error, or before what is another protocol.</summary>
    private bool Step(ReadOnlySpan<byte> data)
    {
        byte c = position < data.Length ? data[position] : (byte)0;
        switch (state)
        {
            case State.Start:
                if (c is (byte)'\r' or (byte)'\n') return Goto(State.Start, 1);
                BeginMessage();
                return true;
            case State.Cleanup:
                AfterMessage();
                return true;
            case State.Closed:
                if (c is (byte)'\r' or (byte)'\n' || Allows(HttpLenient.DataAfterClose)) return Goto(State.Closed, 1);
                return Fail("HPE_CLOSED_CONNECTION", "Data after `Connection: close`", position + 1);
            case <= State.EndOfStatusLineLF:
                return StepStartLine(data, c);
            case <= State.AfterValue or State.HeadersLF:
                return StepHeader(data, c);
            case <= State.ConnectionToken:
                return StepHeaderValue(data, c);
            default:
                return StepBody(data, c);
        }
    }

    private void BeginMessage()
    {
        finality = Finality.Unsafe;
        head.Clear();
        HeadersCompleted = false;
        extensionBytes = 0;
        events.OnMessageBegin();
        matched = 0;
        state = type == HttpMessageType.Request ? State.Method : State.Protocol;
    }
}
