using WasmRun.Workspace.Watch;

namespace WasmRun.Daemon.Runs;

/// <summary>What the run hears of changes in the project's folder.</summary>
internal sealed partial class Run
{
    private WorkspaceWatcher? _watcher;
    private string? _reason;

    /// <summary>Files that an editor has saved, relative to the folder: looked at now instead of when the system tells of them.</summary>
    public void NoteHostChanges(IReadOnlyList<string> paths) => _watcher?.Report(paths);

    private void OpenWatcher()
    {
        _watcher = new WorkspaceWatcher(_workspace!.Root);
        _watcher.Attach(_workspace.Mirror);
        _watcher.Problem += message => _observer.OnWarning(this, message);
        _watcher.Changed += OnChanged;
        _ = _watcher.StartAsync();
    }

    private void OnChanged(ChangeBatch batch)
    {
        if (batch.TriggersReload)
        {
            _reason = Describe([.. batch.Changes.Where(change => !change.IsIgnored)]);
            _coordinator!.OnBatch(batch);
        }
    }

    private void CloseWatcher() => _watcher?.Dispose();

    private static string Describe(IReadOnlyList<PathChange> changes) => changes.Count == 1
        ? $"{changes[0].Path} {changes[0].Kind switch { PathChangeKind.Created => "is new", PathChangeKind.Deleted => "is gone", _ => "changed" }}"
        : $"{changes[0].Path} and {changes.Count - 1} more changed";
}
