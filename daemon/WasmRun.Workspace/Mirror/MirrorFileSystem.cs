using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Mirror;

/// <summary>A host folder as a file system of the kernel: listed when looked at, read when read, written only if it is writable.</summary>
/// <remarks>
/// Guests walk inodes. A host path is made only from the names that the host listed, so no string of a guest ever becomes one;
/// a name that a guest makes is one component and checked by <see cref="HostFiles"/>.
/// Lock order: a directory's lock (two, by rising inode number), then a file's, then a place's.
/// </remarks>
public sealed class MirrorFileSystem : FileSystem, IDisposable
{
    private readonly Lock _replacementsLock = new();
    private readonly HashSet<FileReplacement> _replacements = [];

    public MirrorFileSystem(HostRoot hostRoot, IClock clock, MirrorOptions? options = null)
        : base(clock)
    {
        HostRoot = hostRoot;
        Options = options ?? new MirrorOptions();
        Files = new HostFiles(hostRoot);
        Cache = new ContentCache(Options.CacheBytes);
        RootDirectory = new MirrorDirectory(this, null, "");
    }

    /// <summary>A link that leaves the folder was looked at; with its path, once a link.</summary>
    public event Action<string>? LinkRefused;

    /// <summary>A guest changed this path of the folder, by writing through.</summary>
    public event Action<string>? WrittenThrough;

    /// <summary>What a guest wrote could not take its place in the folder when it was due; with the path and why.</summary>
    /// <remarks>A program that syncs gets the error itself; one that only closes, or was stopped, can't be told.</remarks>
    public event Action<string, Errno>? WriteFailed;

    public override DirectoryInode Root => RootDirectory;

    public HostRoot HostRoot { get; }

    public MirrorOptions Options { get; }

    /// <summary>Bytes of file content in memory.</summary>
    public long CachedBytes => Cache.Bytes;

    internal MirrorDirectory RootDirectory { get; }

    internal HostFiles Files { get; }

    internal ContentCache Cache { get; }

    /// <summary>Forgets what was read of a path, because the host changed it, and tells the watchers in the guest.</summary>
    /// <param name="path">Relative to the folder, with slashes; empty for the whole tree.</param>
    /// <param name="kind">What happened to it.</param>
    public void Invalidate(string path, ChangeKind kind)
    {
        if (path.Length == 0)
        {
            RootDirectory.InvalidateTree();
            return;
        }

        var names = path.Split('/');
        var directory = RootDirectory;
        for (var i = 0; i < names.Length - 1; i++)
        {
            // What was never listed needs no invalidation, and nobody watches it.
            if (directory.Known(names[i]) is not MirrorDirectory next)
            {
                directory.Invalidate();
                return;
            }

            directory = next;
        }

        directory.Invalidate();
        switch (directory.Known(names[^1]))
        {
            case MirrorDirectory changed:
                changed.InvalidateTree();
                break;
            case MirrorFile file:
                file.Invalidate();
                break;
            case MirrorSymbolicLink link:
                link.Place.Invalidate();
                break;
        }

        Changes.Publish(kind, directory, names[^1]);
    }

    /// <summary>Makes everything that guests wrote visible in the folder; called at the latest when a run ends.</summary>
    public void Flush()
    {
        List<FileReplacement> pending;
        lock (_replacementsLock)
        {
            pending = [.. _replacements];
        }

        foreach (var replacement in pending)
        {
            replacement.Commit();
        }
    }

    public void Dispose() => Flush();

    internal void Track(FileReplacement replacement)
    {
        lock (_replacementsLock)
        {
            _replacements.Add(replacement);
        }
    }

    internal void Untrack(FileReplacement replacement)
    {
        lock (_replacementsLock)
        {
            _replacements.Remove(replacement);
        }
    }

    internal void OnLinkRefused(string path) => LinkRefused?.Invoke(path);

    internal void OnWriteFailed(string path, Errno errno) => WriteFailed?.Invoke(path, errno);

    internal void OnWrittenThrough(string path) => WrittenThrough?.Invoke(path);
}
