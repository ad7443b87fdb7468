using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Vfs;

/// <summary>
/// An open file: what file descriptors point at. Duplicated descriptors share one, and with it the offset and the status flags.
/// No operation here ever waits: what would wait returns <see cref="Errno.WouldBlock"/>, and <see cref="BlockingIo"/> sleeps
/// on <see cref="WaitQueue"/> for the process that asked.
/// </summary>
public abstract class OpenFile
{
    private int _references = 1;

    /// <summary>Access mode and status flags; only <see cref="OpenFlags.Append"/> and <see cref="OpenFlags.NonBlocking"/> may change after opening.</summary>
    public OpenFlags Flags { get; set; }

    public abstract FileType Type { get; }

    /// <summary>True for terminals: <c>isatty</c>.</summary>
    public virtual bool IsTerminal => false;

    /// <summary>The inode behind it; null for pipes and sockets.</summary>
    public virtual Inode? Inode => null;

    /// <summary>Woken when <see cref="Poll"/> may answer differently; null when the file is always ready.</summary>
    public virtual WaitQueue? WaitQueue => null;

    public virtual PollEvents Poll() => PollEvents.Readable | PollEvents.Writable;

    /// <summary>Bytes that a read would give now (FIONREAD); 0 where that is not known.</summary>
    public virtual ulong BytesAvailable => 0;

    public virtual Errno GetStatus(out FileStatus status)
    {
        status = new FileStatus { Type = Type, LinkCount = 1, Permissions = 0x1B0 };
        return Errno.Success;
    }

    /// <summary>Reads at the current offset and moves it. A <paramref name="count"/> of 0 with success is the end of the file.</summary>
    public virtual Errno Read(Span<byte> buffer, out int count)
    {
        count = 0;
        return Errno.BadFile;
    }

    /// <summary>Writes at the current offset (at the end with <see cref="OpenFlags.Append"/>) and moves it. May take less than it was given.</summary>
    public virtual Errno Write(ReadOnlySpan<byte> buffer, out int count)
    {
        count = 0;
        return Errno.BadFile;
    }

    /// <summary>Reads at an offset in bytes; the current offset stays.</summary>
    public virtual Errno ReadAt(ulong offset, Span<byte> buffer, out int count)
    {
        count = 0;
        return Errno.IllegalSeek;
    }

    /// <summary>Writes at an offset in bytes; the current offset stays.</summary>
    public virtual Errno WriteAt(ulong offset, ReadOnlySpan<byte> buffer, out int count)
    {
        count = 0;
        return Errno.IllegalSeek;
    }

    public virtual Errno Seek(long offset, Whence whence, out ulong position)
    {
        position = 0;
        return Errno.IllegalSeek;
    }

    public virtual Errno SetSize(ulong size) => Errno.Invalid;

    /// <summary>Makes sure that the bytes from <paramref name="offset"/> on exist (posix_fallocate).</summary>
    public virtual Errno Allocate(ulong offset, ulong length) => Errno.NoDevice;

    public virtual Errno Sync() => Errno.Success;

    /// <summary>The directory entry behind a cookie; see <see cref="DirectoryInode.NextEntry"/>.</summary>
    public virtual Errno NextEntry(ulong cookie, out DirectoryEntry entry)
    {
        entry = default;
        return Errno.NotDirectory;
    }

    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Gives one reference back; the last one closes the file.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            OnClose();
        }
    }

    /// <summary>Called once, when the last descriptor is gone.</summary>
    protected virtual void OnClose()
    {
    }

    protected bool CanRead => (Flags & OpenFlags.Read) != 0;

    protected bool CanWrite => (Flags & OpenFlags.Write) != 0;
}
