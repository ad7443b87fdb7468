namespace WasmRun.Kernel.Vfs;

/// <summary>How a file is opened: POSIX <c>open(2)</c> flags as the kernel knows them.</summary>
[Flags]
public enum OpenFlags
{
    None = 0,
    Read = 1,
    Write = 2,
    ReadWrite = Read | Write,

    /// <summary>Every write goes to the end (O_APPEND).</summary>
    Append = 4,

    /// <summary>Operations that would wait return <see cref="Errno.WouldBlock"/> (O_NONBLOCK).</summary>
    NonBlocking = 8,

    /// <summary>Make the file if it is not there (O_CREAT).</summary>
    Create = 16,

    /// <summary>With <see cref="Create"/>: fail with <see cref="Errno.Exists"/> if it is there (O_EXCL).</summary>
    Exclusive = 32,

    /// <summary>Cut the file to zero bytes (O_TRUNC).</summary>
    Truncate = 64,

    /// <summary>Fail with <see cref="Errno.NotDirectory"/> unless it is a directory (O_DIRECTORY).</summary>
    Directory = 128,

    /// <summary>Fail with <see cref="Errno.SymbolicLinkLoop"/> if the last component is a symbolic link (O_NOFOLLOW).</summary>
    NoFollow = 256,

    /// <summary>Writes return when content and status are on stable storage (O_SYNC). Kept and shown; files in memory are as stable as they get.</summary>
    Sync = 512,

    /// <summary>As <see cref="Sync"/>, for the content alone (O_DSYNC).</summary>
    DataSync = 1024,

    /// <summary>As <see cref="Sync"/>, for reads (O_RSYNC).</summary>
    ReadSync = 2048,
}
