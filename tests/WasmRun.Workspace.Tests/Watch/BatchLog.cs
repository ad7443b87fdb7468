using WasmRun.Workspace.Watch;

namespace WasmRun.Workspace.Tests.Watch;

/// <summary>Collects the batches of a watcher for a test.</summary>
internal sealed class BatchLog
{
    private readonly Lock _lock = new();
    private readonly List<ChangeBatch> _batches = [];

    public BatchLog(WorkspaceWatcher watcher) => watcher.Changed += batch =>
    {
        lock (_lock)
        {
            _batches.Add(batch);
        }
    };

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _batches.Count;
            }
        }
    }

    /// <summary>Everything that was told so far, kind and path.</summary>
    public List<string> Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches.SelectMany(batch => batch.Changes).Select(change => $"{change.Kind} {change.Path}")];
            }
        }
    }

    public bool AnyTriggersReload
    {
        get
        {
            lock (_lock)
            {
                return _batches.Any(batch => batch.TriggersReload);
            }
        }
    }

    /// <summary>Waits until a change was told.</summary>
    public async Task ForAsync(string change)
    {
        for (var i = 0; i < 1000 && !Changes.Contains(change); i++)
        {
            await Task.Delay(10);
        }

        Assert.Contains(change, Changes);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _batches.Clear();
        }
    }
}
