namespace WasmRun.Daemon.Runs;

/// <summary>What the user asked to run.</summary>
internal sealed record RunRequest
{
    /// <summary>Host folder of the project, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>The file to run, relative to the folder; null for the project as a whole.</summary>
    public string? File { get; init; }

    /// <summary>Overrides what the project asks for, such as <c>node@20</c>.</summary>
    public string? Runtime { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A server is started anew, its ports kept, when files of the project change.</summary>
    public bool Reload { get; init; } = true;

    /// <summary>Every program is, also one that has ended: the run goes on until it is stopped.</summary>
    public bool Watch { get; init; }

    /// <summary>Guest writes reach the user's files.</summary>
    public bool Write { get; init; }
}
