namespace WasmRun.Workspace.Detection;

/// <summary>A folder that can be run.</summary>
public sealed record Project
{
    /// <summary>From the manifest, or the folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder, as the user wrote it; nothing outside it is read.</summary>
    public required string Root { get; init; }

    /// <summary>What runs.</summary>
    public required ProjectEntry Entry { get; init; }

    /// <summary>Everything that could be run instead; <see cref="Entry"/> is the first.</summary>
    public required IReadOnlyList<ProjectEntry> Candidates { get; init; }

    public ProjectKind Kind => Entry.Kind;
}
