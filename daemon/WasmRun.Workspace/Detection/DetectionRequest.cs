namespace WasmRun.Workspace.Detection;

/// <summary>What the user asked to run.</summary>
public sealed record DetectionRequest
{
    /// <summary>A file relative to the project, with slashes; null for the project as a whole.</summary>
    public string? File { get; init; }

    /// <summary>Only entries of this kind, because the user named a runtime; null for any.</summary>
    public ProjectKind? Kind { get; init; }

    /// <summary>The program's own arguments, behind those of the project.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
