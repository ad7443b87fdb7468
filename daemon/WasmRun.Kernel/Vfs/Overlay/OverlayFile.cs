using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>A regular file: the lower one's content until the first write, then a copy in memory. It stays the same inode.</summary>
internal sealed class OverlayFile : OverlayLeaf
{
    private const int CopyBytes = 256 * 1024;

    private readonly Lock _lock = new();
    private MemoryFile? _upper;
    private int _openCount;
    private bool _isUnlinked;

    /// <summary>A file that shows through.</summary>
    public OverlayFile(OverlayFileSystem owner, Inode lower)
        : base(owner, lower)
    {
    }

    /// <summary>A file that a guest makes; its inode is charged by the caller.</summary>
    public OverlayFile(OverlayFileSystem owner, uint permissions)
        : base(owner, null)
    {
        Times = new InodeTimes(owner.Clock, permissions);
        _upper = new MemoryFile(owner.Upper, Times);
        _upper.AddName();
    }

    public override FileType Type => FileType.RegularFile;

    public override bool IsChanged => base.IsChanged || Upper is not null;

    /// <summary>The copy in memory; null while the lower content shows through.</summary>
    internal MemoryFile? Upper => Volatile.Read(ref _upper);

    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = null;
        OpenFile? lower = null;
        lock (_lock)
        {
            if (_upper is null)
            {
                var errno = Lower!.Open(OpenFlags.Read, out lower);
                if (errno != Errno.Success)
                {
                    return errno;
                }
            }

            _openCount++;
        }

        file = new OpenOverlayFile(this, lower) { Flags = flags };
        return Errno.Success;
    }

    public override Errno SetSize(ulong size)
    {
        var errno = CopyUp(withContent: size > 0);
        errno = errno == Errno.Success ? _upper!.SetSize(size) : errno;
        return Modified(errno);
    }

    internal Errno Write(ulong? offset, ReadOnlySpan<byte> buffer, out ulong end)
    {
        end = 0;
        var errno = CopyUp(withContent: true);
        errno = errno == Errno.Success ? _upper!.Write(offset, buffer, out end) : errno;
        return Modified(errno);
    }

    internal void Closed()
    {
        lock (_lock)
        {
            _openCount--;
            DropIfUnreachable();
        }
    }

    private protected override Errno GetBaseStatus(out FileStatus status) => (Upper ?? Lower!).GetStatus(out status);

    private protected override void OnUnlinked()
    {
        lock (_lock)
        {
            _isUnlinked = true;
            DropIfUnreachable();
        }
    }

    private void DropIfUnreachable()
    {
        if (_isUnlinked && _openCount == 0)
        {
            _upper?.RemoveName();
        }
    }

    private Errno CopyUp(bool withContent)
    {
        lock (_lock)
        {
            if (_upper is not null)
            {
                return Errno.Success;
            }

            var errno = Lower!.GetStatus(out var status);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (!Owner.Upper.TryChargeInode())
            {
                return Errno.NoSpace;
            }

            var times = Times ?? new InodeTimes(Owner.Clock, status);
            var copy = new MemoryFile(Owner.Upper, times);
            copy.AddName();
            var (accessTime, modifyTime) = (times.AccessTime, times.ModifyTime);
            errno = withContent ? CopyContent(copy, status.Size) : Errno.Success;
            if (errno != Errno.Success)
            {
                copy.RemoveName();
                return errno;
            }

            times.Set(accessTime, modifyTime);
            Times = times;
            Volatile.Write(ref _upper, copy);
        }

        Pin();
        return Errno.Success;
    }

    private Errno CopyContent(MemoryFile copy, ulong size)
    {
        var errno = Lower!.Open(OpenFlags.Read, out var source);
        if (errno != Errno.Success)
        {
            return errno;
        }

        // Room for all of it at once: a copy that does not fit fails before anything is read.
        errno = copy.SetSize(size);
        var buffer = new byte[(int)Math.Min(size + 1, CopyBytes)];
        for (ulong offset = 0; errno == Errno.Success;)
        {
            errno = source!.ReadAt(offset, buffer, out var count);
            if (errno == Errno.Success && count == 0)
            {
                errno = offset < size ? copy.SetSize(offset) : Errno.Success;
                break;
            }

            errno = errno == Errno.Success ? copy.Write(offset, buffer.AsSpan(0, count), out offset) : errno;
        }

        source!.Release();
        return errno;
    }

    private Errno Modified(Errno errno)
    {
        if (errno == Errno.Success)
        {
            Home?.PublishModified();
        }

        return errno;
    }
}
