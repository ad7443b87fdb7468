namespace WasmRun.Kernel.Processes;

/// <summary>The file descriptors of one process: small numbers that point at open files. The lowest free number is given first.</summary>
/// <remarks>Lock order: the table's lock is never held while an open file is closed.</remarks>
public sealed class FdTable(int limit)
{
    private readonly Lock _lock = new();
    private FileDescriptor?[] _descriptors = new FileDescriptor?[8];

    /// <summary>How many descriptors may be open at once; one more is <see cref="Errno.TooManyOpenFiles"/>.</summary>
    public int Limit { get; } = limit;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _descriptors.Count(d => d is not null);
            }
        }
    }

    /// <summary>Puts an open file at the lowest free number. The table takes over the caller's reference, also when it fails.</summary>
    public Errno Add(FileDescriptor descriptor, out int fd)
    {
        lock (_lock)
        {
            fd = Array.IndexOf(_descriptors, null);
            if (fd < 0)
            {
                fd = _descriptors.Length;
            }

            if (fd < Limit)
            {
                EnsureRoom(fd);
                _descriptors[fd] = descriptor;
                return Errno.Success;
            }
        }

        descriptor.File.Release();
        fd = -1;
        return Errno.TooManyOpenFiles;
    }

    /// <summary>Puts an open file at a number of the caller's choice and closes what was there (dup2).</summary>
    public Errno Set(int fd, FileDescriptor descriptor)
    {
        FileDescriptor? previous;
        lock (_lock)
        {
            if (fd < 0 || fd >= Limit)
            {
                return Errno.BadFile;
            }

            EnsureRoom(fd);
            previous = _descriptors[fd];
            _descriptors[fd] = descriptor;
        }

        previous?.File.Release();
        return Errno.Success;
    }

    /// <summary>The descriptor behind a number; <see cref="Errno.BadFile"/> when there is none.</summary>
    public Errno Get(int fd, out FileDescriptor? descriptor)
    {
        lock (_lock)
        {
            descriptor = (uint)fd < (uint)_descriptors.Length ? _descriptors[fd] : null;
        }

        return descriptor is null ? Errno.BadFile : Errno.Success;
    }

    /// <summary>Takes the descriptor out; the file closes with its last reference.</summary>
    public Errno Close(int fd)
    {
        FileDescriptor? closed;
        lock (_lock)
        {
            closed = (uint)fd < (uint)_descriptors.Length ? _descriptors[fd] : null;
            if (closed is null)
            {
                return Errno.BadFile;
            }

            _descriptors[fd] = null;
        }

        closed.File.Release();
        return Errno.Success;
    }

    /// <summary>Moves <paramref name="from"/> to <paramref name="to"/> atomically, closing what was there. Both must be open (WASI <c>fd_renumber</c>).</summary>
    public Errno Renumber(int from, int to)
    {
        FileDescriptor replaced;
        lock (_lock)
        {
            if ((uint)from >= (uint)_descriptors.Length || (uint)to >= (uint)_descriptors.Length
                || _descriptors[from] is not { } moved || _descriptors[to] is not { } target)
            {
                return Errno.BadFile;
            }

            if (from == to)
            {
                return Errno.Success;
            }

            replaced = target;
            _descriptors[to] = moved;
            _descriptors[from] = null;
        }

        replaced.File.Release();
        return Errno.Success;
    }

    /// <summary>The numbers that are open, in order.</summary>
    public int[] Snapshot()
    {
        lock (_lock)
        {
            return [.. Enumerable.Range(0, _descriptors.Length).Where(fd => _descriptors[fd] is not null)];
        }
    }

    public void CloseAll()
    {
        FileDescriptor?[] closed;
        lock (_lock)
        {
            closed = _descriptors;
            _descriptors = new FileDescriptor?[8];
        }

        foreach (var descriptor in closed)
        {
            descriptor?.File.Release();
        }
    }

    private void EnsureRoom(int fd)
    {
        if (fd >= _descriptors.Length)
        {
            Array.Resize(ref _descriptors, Math.Min(Limit, Math.Max(fd + 1, _descriptors.Length * 2)));
        }
    }
}
