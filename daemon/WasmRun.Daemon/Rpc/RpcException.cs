using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon.Rpc;

/// <summary>A failure that the client is told: what failed and why, and what to do next.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="message">What failed and why.</param>
/// <param name="hint">What to do next, one sentence.</param>
public sealed class RpcException(int code, string message, string? hint = null) : Exception(message)
{
    public int Code { get; } = code;

    public string? Hint { get; } = hint;

    /// <summary>The same as it stands in <c>run/state</c>.</summary>
    public Failure ToFailure() => new(Code, Message, Hint);
}
