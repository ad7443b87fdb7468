namespace WasmRun.Workspace.Watch;

/// <summary>How changes are gathered.</summary>
public sealed record WatchOptions
{
    /// <summary>A batch is complete when nothing has changed for this long.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>A batch is complete at the latest after this long.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(20);
}
