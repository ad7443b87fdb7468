namespace WasmRun.Kernel.Vfs;

/// <summary>What <c>stat</c> tells of an inode. Times are nanoseconds since 1970-01-01T00:00:00Z.</summary>
public record struct FileStatus
{
    /// <summary>Number of the file system; inode numbers are unique within it.</summary>
    public ulong Device { get; set; }

    public ulong Inode { get; set; }

    public FileType Type { get; set; }

    /// <summary>Permission bits, for example 0o644; the file type is not in them.</summary>
    public uint Permissions { get; set; }

    public uint LinkCount { get; set; }

    /// <summary>Bytes of a file or of a symbolic link's target; 0 for the rest.</summary>
    public ulong Size { get; set; }

    public long AccessTime { get; set; }

    public long ModifyTime { get; set; }

    /// <summary>When the inode itself (permissions, links, size) changed last.</summary>
    public long ChangeTime { get; set; }

    public long BirthTime { get; set; }
}
