namespace WasmRun.Kernel.Vfs;

/// <summary>What a path is relative to, and whether it may leave it.</summary>
/// <param name="Mounts">The tree.</param>
/// <param name="Start">Where relative paths start.</param>
/// <param name="IsBoundary">True for WASI: the walk stays beneath <paramref name="Start"/>.</param>
public readonly record struct PathBase(MountTable Mounts, DirectoryInode Start, bool IsBoundary)
{
    public Errno Walk(string path, bool followLast, out PathLookup lookup) => IsBoundary
        ? PathWalker.WalkBeneath(Mounts, Start, path, followLast, out lookup)
        : PathWalker.Walk(Mounts, Start, path, followLast, out lookup);

    /// <summary>Walks to something that must be there.</summary>
    public Errno Find(string path, bool followLast, out Inode? inode)
    {
        var errno = Walk(path, followLast, out var lookup);
        inode = lookup.Target;
        return errno == Errno.Success && inode is null ? Errno.NoEntry : errno;
    }
}
