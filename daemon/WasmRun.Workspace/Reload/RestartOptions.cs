namespace WasmRun.Workspace.Reload;

/// <summary>How long a restart waits for what.</summary>
public sealed record RestartOptions
{
    /// <summary>For exchanges under way, before the old program is stopped.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For the new program to listen again. What waits at a port that it has not taken by then is refused.</summary>
    public TimeSpan TakeOver { get; init; } = TimeSpan.FromSeconds(10);
}
