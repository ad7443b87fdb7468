namespace WasmRun.Workspace.Detection;

/// <summary>One way to run something of a project.</summary>
public sealed record ProjectEntry
{
    public required ProjectKind Kind { get; init; }

    /// <summary>For a list, such as <c>npm start</c> or <c>main.py</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The file that runs, relative to the project, with slashes; null when a command line names none (<c>node -e</c>, <c>python -m</c>).</summary>
    public string? File { get; init; }

    /// <summary>
    /// What follows the runtime's name: options, the file, the program's own arguments. For <see cref="ProjectKind.Wasi"/> the
    /// first one is the module's file.
    /// </summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables that the project itself sets, such as <c>NODE_ENV</c> in a start script.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The file that decided, relative to the project.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>What decided, such as <c>scripts.start in package.json</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Name in the runtime catalogue; null when none is needed.</summary>
    public string? RuntimeName => Kind switch
    {
        ProjectKind.Node => "node",
        ProjectKind.Python => "python",
        _ => null,
    };

    /// <summary>As a person would type it.</summary>
    public string CommandLine =>
        ShellWords.Join([.. Environment.Select(pair => $"{pair.Key}={pair.Value}"), .. RuntimeName is { } name ? [name] : Array.Empty<string>(), .. Arguments]);
}
