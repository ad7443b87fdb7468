namespace WasmRun.Kernel.Vfs;

/// <summary>A file, directory, link or device, apart from the names that lead to it.</summary>
public abstract class Inode(FileSystem fileSystem)
{
    public FileSystem FileSystem { get; } = fileSystem;

    /// <summary>Unique within the file system.</summary>
    public ulong Number { get; } = fileSystem.NextInodeNumber();

    public abstract FileType Type { get; }

    public abstract Errno GetStatus(out FileStatus status);

    /// <summary>Makes an open file. Creating, truncating and following links were done by the caller (<see cref="PathOperations"/>).</summary>
    public virtual Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = null;
        return Errno.NotSupported;
    }

    /// <summary>Sets the times in nanoseconds since 1970; null leaves one as it is.</summary>
    public virtual Errno SetTimes(long? accessTime, long? modifyTime) => Errno.ReadOnlyFileSystem;

    public virtual Errno SetPermissions(uint permissions) => Errno.ReadOnlyFileSystem;

    public virtual Errno SetSize(ulong size) => Errno.Invalid;

    /// <summary>The target of a symbolic link.</summary>
    public virtual Errno ReadLink(out string target)
    {
        target = "";
        return Errno.Invalid;
    }
}
