namespace WasmRun.Workspace.Watch;

/// <summary>What happened to a path of the project.</summary>
public enum PathChangeKind
{
    Created,
    Modified,
    Deleted,
}

/// <summary>One changed file or directory.</summary>
/// <param name="Path">Relative to the project, with slashes.</param>
/// <param name="Kind">How it differs from what was there before the batch.</param>
/// <param name="IsIgnored">True for what git ignores, and for packages, caches and editors' own files: no reason to reload.</param>
public sealed record PathChange(string Path, PathChangeKind Kind, bool IsIgnored);

/// <summary>Changes that belong together: one save, one checkout.</summary>
/// <param name="Changes">By path, each path once. Not empty.</param>
/// <param name="FirstSeen">When the first of them was noticed, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
public sealed record ChangeBatch(IReadOnlyList<PathChange> Changes, long FirstSeen)
{
    /// <summary>Whether something changed that a program may depend on.</summary>
    public bool TriggersReload => Changes.Any(change => !change.IsIgnored);
}
