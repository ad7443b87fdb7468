using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Vfs;

/// <summary>A tree of inodes that can be mounted.</summary>
public abstract class FileSystem(IClock clock)
{
    private static long _lastDevice;
    private long _lastInode;

    /// <summary>Number of this file system, as <c>st_dev</c>.</summary>
    public ulong Device { get; } = (ulong)Interlocked.Increment(ref _lastDevice);

    public abstract DirectoryInode Root { get; }

    public IClock Clock { get; } = clock;

    /// <summary>Watchers of changes in this tree (fs.watch, hot reload).</summary>
    public ChangeFeed Changes { get; } = new();

    /// <summary>An inode number that this file system has not used yet.</summary>
    public ulong NextInodeNumber() => (ulong)Interlocked.Increment(ref _lastInode);
}
