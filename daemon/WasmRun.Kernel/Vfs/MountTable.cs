namespace WasmRun.Kernel.Vfs;

/// <summary>Which file system covers which directory. The walker crosses it in both directions.</summary>
/// <remarks>Lock order: innermost. Reads are lock-free on an immutable snapshot.</remarks>
public sealed class MountTable(FileSystem root)
{
    private readonly Lock _lock = new();
    private volatile Snapshot _current = new([], []);

    public FileSystem RootFileSystem { get; } = root;

    public DirectoryInode Root => Covering(RootFileSystem.Root);

    /// <summary>Mounts a file system over a directory.</summary>
    /// <returns><see cref="Errno.Busy"/> when that directory is covered already or the file system is mounted elsewhere.</returns>
    public Errno Mount(DirectoryInode covered, FileSystem fileSystem)
    {
        lock (_lock)
        {
            var now = _current;
            if (now.Down.ContainsKey(covered) || now.Up.ContainsKey(fileSystem.Root))
            {
                return Errno.Busy;
            }

            _current = new Snapshot(
                new Dictionary<DirectoryInode, DirectoryInode>(now.Down) { [covered] = fileSystem.Root },
                new Dictionary<DirectoryInode, DirectoryInode>(now.Up) { [fileSystem.Root] = covered });
            return Errno.Success;
        }
    }

    /// <summary>What stands at this directory once mounts are taken into account.</summary>
    public DirectoryInode Covering(DirectoryInode directory)
    {
        var down = _current.Down;
        while (down.TryGetValue(directory, out var root))
        {
            directory = root;
        }

        return directory;
    }

    /// <summary>The directory above, across mounts; the tree's root is its own parent.</summary>
    public DirectoryInode ParentOf(DirectoryInode directory)
    {
        var up = _current.Up;
        while (up.TryGetValue(directory, out var covered))
        {
            directory = covered;
        }

        return Covering(directory.Parent);
    }

    /// <summary>True for a directory that a mount covers: it can't be removed or renamed.</summary>
    public bool IsMountPoint(Inode inode) => inode is DirectoryInode directory && _current.Down.ContainsKey(directory);

    private sealed record Snapshot(Dictionary<DirectoryInode, DirectoryInode> Down, Dictionary<DirectoryInode, DirectoryInode> Up);
}
