namespace WasmRun.Engine;

/// <summary>How a guest ended. Each guest has exactly one.</summary>
public abstract record GuestOutcome
{
    private GuestOutcome()
    {
    }

    /// <summary>It returned from its entry point, or asked to exit.</summary>
    /// <param name="Status">As given by the guest; not yet cut to 8 bits.</param>
    public sealed record Exited(int Status) : GuestOutcome;

    /// <summary>Its <see cref="IGuestControl"/> asked for its end.</summary>
    public sealed record Killed(int Signal) : GuestOutcome;

    /// <summary>Its code could not go on: a fault of the guest.</summary>
    /// <param name="Kind">What happened.</param>
    /// <param name="Message">One sentence for the user.</param>
    /// <param name="Backtrace">Innermost frame first; at most as many frames as Wasmtime keeps.</param>
    public sealed record Trapped(TrapKind Kind, string Message, IReadOnlyList<WasmFrame> Backtrace) : GuestOutcome;

    /// <summary>A bug of ours: an exception escaped from a host function.</summary>
    /// <param name="HostFunction">Module and name, as the guest imports it.</param>
    /// <param name="Cause">To be logged with its stack trace.</param>
    public sealed record InternalError(string HostFunction, Exception Cause) : GuestOutcome;
}
