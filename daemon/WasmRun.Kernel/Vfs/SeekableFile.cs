namespace WasmRun.Kernel.Vfs;

/// <summary>An open regular file: what POSIX says of the offset, append and access mode, over content that a subclass keeps.</summary>
public abstract class SeekableFile : OpenFile
{
    private readonly Lock _lock = new();
    private ulong _offset;

    public sealed override FileType Type => FileType.RegularFile;

    /// <summary>Reads content at an offset in bytes.</summary>
    protected abstract Errno ReadContent(ulong offset, Span<byte> buffer, out int count);

    /// <summary>Writes content at an offset, or at the end when it is null, all or nothing.</summary>
    /// <param name="offset">Where; null for the end of the file.</param>
    /// <param name="buffer">What.</param>
    /// <param name="end">The offset behind the last byte written.</param>
    protected abstract Errno WriteContent(ulong? offset, ReadOnlySpan<byte> buffer, out ulong end);

    protected abstract Errno SetContentSize(ulong size);

    public sealed override ulong BytesAvailable
    {
        get
        {
            lock (_lock)
            {
                return GetStatus(out var status) == Errno.Success && status.Size > _offset ? status.Size - _offset : 0;
            }
        }
    }

    public sealed override Errno Read(Span<byte> buffer, out int count)
    {
        count = 0;
        if (!CanRead)
        {
            return Errno.BadFile;
        }

        lock (_lock)
        {
            var errno = ReadContent(_offset, buffer, out count);
            _offset += (ulong)count;
            return errno;
        }
    }

    public sealed override Errno Write(ReadOnlySpan<byte> buffer, out int count)
    {
        count = 0;
        if (!CanWrite)
        {
            return Errno.BadFile;
        }

        lock (_lock)
        {
            var errno = WriteContent((Flags & OpenFlags.Append) != 0 ? null : _offset, buffer, out var end);
            if (errno == Errno.Success)
            {
                count = buffer.Length;
                _offset = end;
            }

            return errno;
        }
    }

    public sealed override Errno ReadAt(ulong offset, Span<byte> buffer, out int count)
    {
        count = 0;
        return CanRead ? ReadContent(offset, buffer, out count) : Errno.BadFile;
    }

    public sealed override Errno WriteAt(ulong offset, ReadOnlySpan<byte> buffer, out int count)
    {
        count = 0;
        if (!CanWrite)
        {
            return Errno.BadFile;
        }

        var errno = WriteContent(offset, buffer, out _);
        count = errno == Errno.Success ? buffer.Length : 0;
        return errno;
    }

    public sealed override Errno Seek(long offset, Whence whence, out ulong position)
    {
        lock (_lock)
        {
            position = _offset;
            ulong start;
            switch (whence)
            {
                case Whence.Start:
                    start = 0;
                    break;
                case Whence.Current:
                    start = _offset;
                    break;
                case Whence.End:
                    var errno = GetStatus(out var status);
                    if (errno != Errno.Success)
                    {
                        return errno;
                    }

                    start = status.Size;
                    break;
                default:
                    return Errno.Invalid;
            }

            var target = (Int128)start + offset;
            if (target < 0 || target > long.MaxValue)
            {
                return Errno.Invalid;
            }

            position = _offset = (ulong)target;
            return Errno.Success;
        }
    }

    public sealed override Errno SetSize(ulong size) => CanWrite ? SetContentSize(size) : Errno.Invalid;

    public sealed override Errno Allocate(ulong offset, ulong length)
    {
        if (!CanWrite)
        {
            return Errno.BadFile;
        }

        if (length == 0 || offset + length < offset)
        {
            return Errno.Invalid;
        }

        var errno = GetStatus(out var status);
        return errno == Errno.Success && status.Size < offset + length ? SetContentSize(offset + length) : errno;
    }
}
