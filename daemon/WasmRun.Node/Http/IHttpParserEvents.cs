namespace WasmRun.Node.Http;

/// <summary>The parts of a message's head.</summary>
public enum HttpText : byte
{
    /// <summary>A request's target, or a response's status message.</summary>
    Line,
    Name,
    Value,
}

/// <summary>What a parser tells while it reads. An answer that says so stops it for good.</summary>
public interface IHttpParserEvents
{
    /// <summary>The first byte of a message came: <c>kOnMessageBegin</c>.</summary>
    void OnMessageBegin();

    /// <summary>A piece of the head, as it lies in the data given to <see cref="HttpParser.Execute"/>; one that the end of the data cuts comes in several.</summary>
    void OnText(HttpText text, int offset, int length)
    {
    }

    /// <summary>The head is whole: <c>kOnHeadersComplete</c>, with every header in one call.</summary>
    /// <returns>0: go on; 1: the message has no body (an answer to HEAD); 2: nor has it, and another protocol follows;
    /// anything else stops.</returns>
    int OnHeadersComplete(HttpHead head);

    /// <summary>Part of the body: <c>kOnBody</c>.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="offset">Where they stand in the data given to <see cref="HttpParser.Execute"/>.</param>
    /// <returns>False stops.</returns>
    bool OnBody(ReadOnlySpan<byte> body, int offset);

    /// <summary>Trailers of a chunked body, before the message completes: <c>kOnHeaders</c>.</summary>
    void OnTrailers(HttpHead trailers);

    /// <summary>The message is whole: <c>kOnMessageComplete</c>.</summary>
    /// <returns>False stops.</returns>
    bool OnMessageComplete();
}
