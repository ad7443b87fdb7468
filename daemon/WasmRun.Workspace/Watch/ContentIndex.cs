using System.Security.Cryptography;
using WasmRun.Kernel;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Watch;

/// <summary>What the project's files held when they were last looked at, so that a touch is told from a change.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class ContentIndex(HostRoot root, WatchFilter filter)
{
    /// <summary>Files up to this many bytes are told apart by content, others by size and time.</summary>
    private const int MaxHashedBytes = 4 << 20;

    /// <summary>At the start files up to this many bytes are read, and no more than that many bytes of all.</summary>
    private const int MaxBaselineFileBytes = 64 * 1024;
    private const long MaxBaselineBytes = 16 << 20;

    /// <summary>How many files the walk over a project looks at.</summary>
    private const int MaxFiles = 50_000;

    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly Dictionary<string, Known> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private bool _isComplete;

    /// <summary>Reads what is there, so that later looks can compare.</summary>
    public void ReadBaseline()
    {
        var budget = MaxBaselineBytes;
        foreach (var (path, status) in Walk(""))
        {
            var isRead = status.Size <= Math.Min(budget, MaxBaselineFileBytes);
            _files.TryAdd(path, new Known(status.Size, status.ModifyTime, isRead ? Hash(path, status.Size) : null));
            budget -= isRead ? status.Size : 0;
        }

        _isComplete = true;
    }

    /// <summary>Compares a path with what is known of it, and remembers what is there now.</summary>
    public IEnumerable<PathChange> Examine(string path)
    {
        var errno = root.Resolve(path.Split('/'), out var hostPath);
        errno = errno == Errno.Success ? HostStatus.Read(hostPath, out var status) : Missing(out status);
        return errno != Errno.Success ? Deleted(path)
            : status.Kind == HostEntryKind.Directory ? Directory(path)
            : File(path, status);
    }

    /// <summary>Compares the whole project.</summary>
    public IEnumerable<PathChange> ExamineAll()
    {
        var known = _files.Keys.ToList();
        var found = new HashSet<string>(StringComparer.Ordinal);
        var changes = new List<PathChange>();
        foreach (var (path, status) in Walk(""))
        {
            found.Add(path);
            changes.AddRange(File(path, status));
        }

        changes.AddRange(known.Where(path => !found.Contains(path)).SelectMany(Examine));
        _isComplete = true;
        return changes;
    }

    /// <summary>Takes over what is there now without calling it a change.</summary>
    public void Accept(string path)
    {
        foreach (var _ in Examine(path))
        {
            // Examining remembers.
        }
    }

    private static Errno Missing(out HostStatus status)
    {
        status = default;
        return Errno.NoEntry;
    }

    private IEnumerable<PathChange> Deleted(string path)
    {
        if (_files.Remove(path))
        {
            yield return new PathChange(path, PathChangeKind.Deleted, filter.IsIgnored(path, isDirectory: false));
        }

        if (_directories.Remove(path))
        {
            var prefix = path + "/";
            yield return new PathChange(path, PathChangeKind.Deleted, filter.IsIgnored(path, isDirectory: true));
            _directories.RemoveWhere(directory => directory.StartsWith(prefix, StringComparison.Ordinal));
            foreach (var file in _files.Keys.Where(file => file.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            {
                _files.Remove(file);
                yield return new PathChange(file, PathChangeKind.Deleted, filter.IsIgnored(file, isDirectory: false));
            }
        }
    }

    /// <summary>A directory that is new brings its files along: their own notices may have come before anybody watched it.</summary>
    private IEnumerable<PathChange> Directory(string path)
    {
        if (_files.Remove(path))
        {
            yield return new PathChange(path, PathChangeKind.Deleted, filter.IsIgnored(path, isDirectory: false));
        }

        if (!_directories.Add(path))
        {
            yield break;
        }

        var isIgnored = filter.IsIgnored(path, isDirectory: true);
        yield return new PathChange(path, PathChangeKind.Created, isIgnored);
        if (!isIgnored)
        {
            foreach (var change in Walk(path).SelectMany(found => File(found.Path, found.Status)))
            {
                yield return change;
            }
        }
    }

    private IEnumerable<PathChange> File(string path, HostStatus status)
    {
        var isKnown = _files.TryGetValue(path, out var known);
        if (isKnown && (known.Size, known.ModifyTime) == (status.Size, status.ModifyTime))
        {
            yield break;
        }

        var hash = status.Size <= MaxHashedBytes && status.Kind == HostEntryKind.File ? Hash(path, status.Size) : null;
        _files[path] = new Known(status.Size, status.ModifyTime, hash);
        if (isKnown && hash is not null && known.Hash is not null && hash.AsSpan().SequenceEqual(known.Hash))
        {
            yield break;
        }

        yield return new PathChange(path, isKnown || !_isComplete ? PathChangeKind.Modified : PathChangeKind.Created, filter.IsIgnored(path, isDirectory: false));
    }

    private byte[]? Hash(string path, long size)
    {
        if (root.Resolve(path.Split('/'), out var hostPath) != Errno.Success)
        {
            return null;
        }

        try
        {
            // What has no bytes is not opened: it may be a pipe, and opening one waits.
            return size == 0 ? SHA256.HashData([]) : SHA256.HashData(System.IO.File.ReadAllBytes(hostPath));
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return null;
        }
    }

    /// <summary>The files below a directory that are not ignored, links as what they are.</summary>
    private IEnumerable<(string Path, HostStatus Status)> Walk(string directory)
    {
        var pending = new Stack<string>([directory]);
        for (var count = 0; count < MaxFiles && pending.TryPop(out var next);)
        {
            foreach (var name in Names(next))
            {
                var path = next.Length == 0 ? name : $"{next}/{name}";
                if (root.Resolve(path.Split('/'), out var hostPath) != Errno.Success || HostStatus.Read(hostPath, out var status) != Errno.Success
                    || filter.IsIgnored(path, status.Kind == HostEntryKind.Directory))
                {
                    continue;
                }

                if (status.Kind == HostEntryKind.Directory)
                {
                    _directories.Add(path);
                    pending.Push(path);
                }
                else
                {
                    count++;
                    yield return (path, status);
                }
            }
        }
    }

    private List<string> Names(string directory)
    {
        if (root.Resolve(directory.Split('/', StringSplitOptions.RemoveEmptyEntries), out var path) != Errno.Success)
        {
            return [];
        }

        try
        {
            return [.. new DirectoryInfo(path).EnumerateFileSystemInfos("*", _everything).Select(info => info.Name).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return [];
        }
    }

    private readonly record struct Known(long Size, long ModifyTime, byte[]? Hash);
}
