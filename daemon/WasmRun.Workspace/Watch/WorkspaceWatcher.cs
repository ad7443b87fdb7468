using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Detection;
using WasmRun.Workspace.Host;
using WasmRun.Workspace.Mirror;

namespace WasmRun.Workspace.Watch;

/// <summary>
/// Turns edits of the project, whoever makes them, into batches: mirrors forget what they knew, watchers in the guests are told,
/// then <see cref="Changed"/> is raised.
/// </summary>
/// <remarks>Lock order: the examining lock, then the state lock, then what mirrors lock.</remarks>
public sealed class WorkspaceWatcher : IDisposable
{
    private readonly Lock _examining = new();
    private readonly Lock _state = new();
    private readonly HostRoot _root;
    private readonly IHostEventSource _source;
    private readonly ContentIndex _index;
    private readonly ChangeGatherer _gatherer;
    private readonly Dictionary<string, HostStatus?> _ownWrites = new(StringComparer.Ordinal);
    private List<MirrorFileSystem> _mirrors = [];
    private volatile bool _isDisposed;

    /// <param name="root">The project.</param>
    /// <param name="options">How changes are gathered; null for the usual.</param>
    /// <param name="source">Where notices come from; null for what the platform has.</param>
    public WorkspaceWatcher(HostRoot root, WatchOptions? options = null, IHostEventSource? source = null)
    {
        _root = root;
        Filter = new WatchFilter(new HostProjectFiles(root));
        _source = source ?? (OperatingSystem.IsLinux() ? new InotifySource(root, Filter) : new FileSystemWatcherSource(root));
        _index = new ContentIndex(root, Filter);
        _gatherer = new ChangeGatherer(options ?? new WatchOptions(), Flush);
    }

    /// <summary>A batch. Raised on a pool thread, one batch at a time; a handler that works long delays the next.</summary>
    public event Action<ChangeBatch>? Changed;

    /// <summary>Why some edits may go unnoticed, for the user.</summary>
    public event Action<string>? Problem;

    public WatchFilter Filter { get; }

    /// <summary>Begins to watch; what is there already is read in the background.</summary>
    /// <returns>Completes when everything that is there is known.</returns>
    public Task StartAsync()
    {
        _source.Start(_gatherer.Touch, _gatherer.Lose, message => Problem?.Invoke(message));
        return Task.Run(() =>
        {
            lock (_examining)
            {
                _index.ReadBaseline();
            }
        });
    }

    /// <summary>Paths that an editor has saved, relative to the project with slashes; examined at once.</summary>
    public void Report(IEnumerable<string> paths) =>
        _gatherer.Announce(paths.Select(ProjectFilesExtensions.Normalize).OfType<string>().Where(path => path.Length > 0).ToList());

    /// <summary>Keeps a mirror current from now on; dispose what is returned to let go of it.</summary>
    public IDisposable Attach(MirrorFileSystem mirror)
    {
        mirror.WrittenThrough += OnWrittenThrough;
        lock (_state)
        {
            _mirrors = [.. _mirrors, mirror];
        }

        return new Attachment(() =>
        {
            mirror.WrittenThrough -= OnWrittenThrough;
            lock (_state)
            {
                _mirrors = [.. _mirrors.Where(other => other != mirror)];
            }
        });
    }

    public void Dispose()
    {
        _isDisposed = true;
        _source.Dispose();
        _gatherer.Dispose();
    }

    /// <summary>What a guest wrote through is no edit: the program that did it is not reloaded for it.</summary>
    private void OnWrittenThrough(string path)
    {
        var written = StatusOf(path);
        lock (_state)
        {
            _ownWrites[path] = written;
        }
    }

    private HostStatus? StatusOf(string path) =>
        _root.Resolve(path.Split('/'), out var hostPath) == Errno.Success && HostStatus.Read(hostPath, out var status) == Errno.Success ? status : null;

    private void Flush(IReadOnlyCollection<string> paths, bool isLost, long firstSeen)
    {
        lock (_examining)
        {
            if (_isDisposed)
            {
                return;
            }

            try
            {
                Examine(paths, isLost, firstSeen);
            }
            catch (Exception exception)
            {
                // A bug of ours or of a handler; on this thread it would end the daemon with every program in it.
                Problem?.Invoke($"An edit could not be handled: {exception}");
            }
        }
    }

    private void Examine(IReadOnlyCollection<string> paths, bool isLost, long firstSeen)
    {
        if (isLost || paths.Any(path => Path.GetFileName(path) == WatchFilter.IgnoreFile))
        {
            Filter.Reload();
        }

        List<PathChange> changes = isLost ? [.. _index.ExamineAll()] : [];
        foreach (var path in paths)
        {
            if (IsOwnWrite(path))
            {
                _index.Accept(path);
            }
            else
            {
                changes.AddRange(_index.Examine(path));
            }
        }

        if (changes.Count > 0 || isLost)
        {
            Tell(changes, isLost);
        }

        if (changes.Count > 0)
        {
            Changed?.Invoke(new ChangeBatch([.. changes.DistinctBy(change => change.Path).OrderBy(change => change.Path, StringComparer.Ordinal)], firstSeen));
        }
    }

    private bool IsOwnWrite(string path)
    {
        HostStatus? written;
        lock (_state)
        {
            if (!_ownWrites.Remove(path, out written))
            {
                return false;
            }
        }

        var now = StatusOf(path);
        return (now?.Kind, now?.Size, now?.ModifyTime) == (written?.Kind, written?.Size, written?.ModifyTime);
    }

    private void Tell(List<PathChange> changes, bool isLost)
    {
        List<MirrorFileSystem> mirrors;
        lock (_state)
        {
            mirrors = _mirrors;
        }

        foreach (var mirror in mirrors)
        {
            if (isLost)
            {
                mirror.Invalidate("", ChangeKind.Renamed);
            }

            foreach (var change in changes)
            {
                mirror.Invalidate(change.Path, change.Kind == PathChangeKind.Modified ? ChangeKind.Modified : ChangeKind.Renamed);
            }
        }
    }

    private sealed class Attachment(Action dispose) : IDisposable
    {
        private Action? _dispose = dispose;

        public void Dispose() => Interlocked.Exchange(ref _dispose, null)?.Invoke();
    }
}
