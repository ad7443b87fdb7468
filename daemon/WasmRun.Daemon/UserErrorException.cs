using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon;

/// <summary>A failure that the user can do something about: the message says what failed and why, the hint what to do next.</summary>
internal sealed class UserErrorException(string message, string hint, Exception? inner = null) : Exception(message, inner)
{
    public string Hint { get; } = hint;

    /// <summary>The contract's code for it, one of <see cref="ErrorCodes"/>.</summary>
    public int Code { get; init; } = ErrorCodes.Internal;
}
