namespace WasmRun.Daemon.Forwarding.Http;

/// <summary>Knows whether an HTTP/1 exchange is under way on a connection, from the bytes that pass. Changes nothing of them.</summary>
internal sealed class HttpExchangeTracker
{
    /// <summary>Requests up to this many bytes can be sent again.</summary>
    private const int MaxReplayBytes = 64 * 1024;

    private readonly HttpMessageReader _requests;
    private readonly HttpMessageReader _responses;

    /// <summary>Methods of the requests that are not answered yet.</summary>
    private readonly Queue<string> _unanswered = new();

    /// <summary>What was sent since the connection was last idle.</summary>
    private readonly List<byte> _sent = [];

    private bool _isAnswering;
    private bool _isUnsafe;
    private bool _isTooLong;
    private bool _isLast;
    private bool _isEventStream;

    public HttpExchangeTracker()
    {
        _requests = new HttpMessageReader(isRequest: true) { HeadRead = OnRequestHead, MessageEnded = Settle };
        _responses = new HttpMessageReader(isRequest: false) { HeadRead = OnResponseHead, MessageEnded = OnResponseEnd };
    }

    /// <summary>True once an exchange was completed.</summary>
    public bool HasCompleted { get; private set; }

    /// <summary>The connection carries something else, or what has become something else.</summary>
    public bool IsOpaque => _requests.IsOpaque || _responses.IsOpaque;

    /// <summary>Nothing is under way, and the connection is meant to be used again.</summary>
    public bool IsIdle => !IsOpaque && !_isLast && _requests.IsBetweenMessages && _responses.IsBetweenMessages && _unanswered.Count == 0;

    /// <summary>An exchange is under way that will be over at some time: not a stream of events.</summary>
    public bool IsExchanging => !IsOpaque && !_isEventStream && (_unanswered.Count > 0 || !_requests.IsBetweenMessages);

    /// <summary>
    /// Whether what was sent may be sent again to another server: only GET and HEAD (or a head that is not whole yet, on which
    /// no server acts), and no byte of an answer has come.
    /// </summary>
    public bool CanReplay => !IsOpaque && !_isAnswering && !_isUnsafe && !_isTooLong && _sent.Count > 0;

    public void Sent(ReadOnlySpan<byte> bytes)
    {
        if (IsOpaque)
        {
            return;
        }

        if (_sent.Count + bytes.Length <= MaxReplayBytes)
        {
            _sent.AddRange(bytes);
        }
        else
        {
            _isTooLong = true;
        }

        _requests.Read(bytes);
    }

    public void Received(ReadOnlySpan<byte> bytes)
    {
        if (_unanswered.Count == 0 && !_responses.IsOpaque)
        {
            // The server speaks without being asked: no HTTP, or an error about a request that never became whole.
            _responses.MakeOpaque();
        }

        _isAnswering = true;
        _responses.Read(bytes);
    }

    /// <summary>Takes what was sent, to send it again: answers are awaited anew.</summary>
    public byte[] TakeReplay()
    {
        _isAnswering = false;
        _responses.Restart();
        return [.. _sent];
    }

    private BodyRule OnRequestHead(HttpHead head)
    {
        _unanswered.Enqueue(head.Method);
        _isUnsafe |= head.Method is not ("GET" or "HEAD");
        _isLast |= head.ClosesConnection;
        return head switch
        {
            { Method: "CONNECT" } => new BodyRule(BodyKind.Opaque),
            { IsChunked: true } => new BodyRule(BodyKind.Chunked),
            _ => new BodyRule(BodyKind.Fixed, head.ContentLength ?? 0),
        };
    }

    /// <remarks>RFC 9112, 6.3: the length of a response's body, in this order.</remarks>
    private BodyRule OnResponseHead(HttpHead head)
    {
        if (head.Status == 101)
        {
            return new BodyRule(BodyKind.Opaque);
        }

        if (head.Status < 200)
        {
            return new BodyRule(BodyKind.Interim);
        }

        _isEventStream = head.IsEventStream;
        _isLast |= head.ClosesConnection;
        var method = _unanswered.TryPeek(out var asked) ? asked : "";
        if (method == "HEAD" || head.Status is 204 or 304)
        {
            return new BodyRule(BodyKind.Fixed);
        }

        if (head.IsChunked)
        {
            return new BodyRule(BodyKind.Chunked);
        }

        if (head.ContentLength is { } length)
        {
            return new BodyRule(BodyKind.Fixed, length);
        }

        _isLast = true;
        return new BodyRule(BodyKind.UntilClose);
    }

    private void OnResponseEnd()
    {
        _isEventStream = false;
        HasCompleted = true;
        _unanswered.TryDequeue(out _);
        Settle();
    }

    /// <summary>Once nothing is under way, nothing is kept to be sent again.</summary>
    private void Settle()
    {
        if (_unanswered.Count == 0 && _requests.IsBetweenMessages)
        {
            _sent.Clear();
            _isAnswering = _isUnsafe = _isTooLong = false;
        }
    }
}
