namespace WasmRun.Kernel.Vfs;

/// <summary>A directory. Names given here are single components, never empty, <c>.</c> or <c>..</c>, and hold no slash.</summary>
/// <remarks>What changes a directory answers <see cref="Errno.ReadOnlyFileSystem"/> unless the file system can.</remarks>
public abstract class DirectoryInode(FileSystem fileSystem) : Inode(fileSystem)
{
    public sealed override FileType Type => FileType.Directory;

    /// <summary>The directory above; a file system's root is its own parent.</summary>
    public abstract DirectoryInode Parent { get; }

    public abstract Errno Lookup(string name, out Inode? inode);

    /// <summary>The first entry behind <paramref name="cookie"/> (0 for the first of all), without <c>.</c> and <c>..</c>.</summary>
    /// <returns><see cref="Errno.NoEntry"/> behind the last one.</returns>
    public abstract Errno NextEntry(ulong cookie, out DirectoryEntry entry);

    public virtual Errno CreateFile(string name, uint permissions, out Inode? inode)
    {
        inode = null;
        return Errno.ReadOnlyFileSystem;
    }

    public virtual Errno CreateDirectory(string name, uint permissions) => Errno.ReadOnlyFileSystem;

    public virtual Errno CreateSymbolicLink(string name, string target) => Errno.ReadOnlyFileSystem;

    /// <summary>Gives an inode of the same file system one more name.</summary>
    public virtual Errno Link(string name, Inode inode) => Errno.ReadOnlyFileSystem;

    /// <summary>Removes a name that is not a directory's.</summary>
    public virtual Errno Unlink(string name) => Errno.ReadOnlyFileSystem;

    /// <summary>Removes an empty directory.</summary>
    public virtual Errno RemoveDirectory(string name) => Errno.ReadOnlyFileSystem;

    /// <summary>Moves a name, replacing what is at the new one as POSIX <c>rename</c> does. Both are in the same file system.</summary>
    public virtual Errno Rename(string oldName, DirectoryInode newDirectory, string newName) => Errno.ReadOnlyFileSystem;

    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        if ((flags & OpenFlags.Write) != 0)
        {
            file = null;
            return Errno.IsDirectory;
        }

        file = new OpenDirectory(this) { Flags = flags };
        return Errno.Success;
    }
}
