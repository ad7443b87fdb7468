namespace WasmRun.Kernel.Vfs.Memory;

/// <summary>A regular file in memory. Content lives until the last name and the last open file are gone.</summary>
public sealed class MemoryFile : MemoryInode
{
    private readonly Lock _lock = new();
    private byte[] _content = [];
    private int _length;
    private int _openCount;
    private bool _isUnlinked;

    internal MemoryFile(MemoryFileSystem fileSystem, uint permissions)
        : this(fileSystem, new InodeTimes(fileSystem.Clock, permissions))
    {
    }

    internal MemoryFile(MemoryFileSystem fileSystem, InodeTimes times)
        : base(fileSystem, times)
    {
    }

    public override FileType Type => FileType.RegularFile;

    private protected override ulong Size => (ulong)_length;

    /// <summary>A copy of the content.</summary>
    public byte[] ToArray()
    {
        lock (_lock)
        {
            return _content.AsSpan(0, _length).ToArray();
        }
    }

    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        lock (_lock)
        {
            _openCount++;
        }

        file = new OpenMemoryFile(this) { Flags = flags };
        return Errno.Success;
    }

    public override Errno SetSize(ulong size)
    {
        lock (_lock)
        {
            var errno = Resize(size);
            if (errno != Errno.Success)
            {
                return errno;
            }

            Times.Modified();
        }

        Home?.PublishModified();
        return Errno.Success;
    }

    internal int Read(ulong offset, Span<byte> buffer)
    {
        lock (_lock)
        {
            if (offset >= (ulong)_length)
            {
                return 0;
            }

            var count = Math.Min(buffer.Length, _length - (int)offset);
            _content.AsSpan((int)offset, count).CopyTo(buffer);
            return count;
        }
    }

    internal Errno Write(ulong? offset, ReadOnlySpan<byte> buffer, out ulong end)
    {
        lock (_lock)
        {
            var start = offset ?? (ulong)_length;
            end = start + (ulong)buffer.Length;
            if (buffer.Length == 0)
            {
                return Errno.Success;
            }

            if (end < start)
            {
                return Errno.FileTooBig;
            }

            if (end > (ulong)_length && Resize(end) is var errno and not Errno.Success)
            {
                return errno;
            }

            buffer.CopyTo(_content.AsSpan((int)start));
            Times.Modified();
        }

        Home?.PublishModified();
        return Errno.Success;
    }

    internal void Closed()
    {
        lock (_lock)
        {
            _openCount--;
            DropContentIfUnreachable();
        }
    }

    private protected override void OnUnlinked()
    {
        base.OnUnlinked();
        lock (_lock)
        {
            _isUnlinked = true;
            DropContentIfUnreachable();
        }
    }

    private void DropContentIfUnreachable()
    {
        if (_isUnlinked && _openCount == 0)
        {
            Owner.TryCharge(-_content.Length);
            _content = [];
            _length = 0;
        }
    }

    /// <summary>Sets the length; new bytes are zero. The quota is charged by capacity, which grows by half.</summary>
    private Errno Resize(ulong size)
    {
        if (size > int.MaxValue - 64)
        {
            return Errno.FileTooBig;
        }

        var length = (int)size;
        if (length > _content.Length)
        {
            var capacity = (int)Math.Min(int.MaxValue - 64, Math.Max(length, _content.Length + ((long)_content.Length / 2)));
            if (!Owner.TryCharge(capacity - _content.Length))
            {
                capacity = length;
                if (!Owner.TryCharge(capacity - _content.Length))
                {
                    return Errno.NoSpace;
                }
            }

            Array.Resize(ref _content, capacity);
        }
        else if (length < _length)
        {
            _content.AsSpan(length, _length - length).Clear();
        }

        _length = length;
        return Errno.Success;
    }
}
