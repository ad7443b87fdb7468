namespace WasmRun.Daemon.Forwarding.Http;

/// <summary>How the end of a message's body is found.</summary>
internal enum BodyKind
{
    Fixed,
    Chunked,

    /// <summary>The body ends with the connection.</summary>
    UntilClose,

    /// <summary>An interim response: the real one follows.</summary>
    Interim,

    /// <summary>The connection is no HTTP from here on (WebSocket, CONNECT).</summary>
    Opaque,
}

internal readonly record struct BodyRule(BodyKind Kind, long Length = 0);
