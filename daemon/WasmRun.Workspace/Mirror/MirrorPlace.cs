using System.Diagnostics;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Mirror;

/// <summary>Where an inode of the mirror stands on the host, and its status there, believed for a moment.</summary>
/// <remarks>Names come from the host's own listing (or were checked when the guest made them), never from a path that a guest gave.</remarks>
internal sealed class MirrorPlace(MirrorFileSystem owner, MirrorDirectory? parent, string name)
{
    private readonly Lock _lock = new();
    private MirrorDirectory? _parent = parent;
    private string _name = name;
    private bool _isGone;
    private string? _directoryPath;
    private string? _path;
    private HostStatus _status;
    private Errno _errno;
    private long _readAt = long.MinValue;

    /// <summary>The directory above; null for the root.</summary>
    public MirrorDirectory? Parent
    {
        get
        {
            lock (_lock)
            {
                return _parent;
            }
        }
    }

    /// <summary>Names from the root down; empty for the root itself.</summary>
    public string[] Names()
    {
        var names = new List<string>();
        for (var place = this; place is not null;)
        {
            MirrorDirectory? parent;
            lock (place._lock)
            {
                parent = place._parent;
                if (parent is not null)
                {
                    names.Add(place._name);
                }
            }

            place = parent?.Place;
        }

        names.Reverse();
        return [.. names];
    }

    /// <summary>With slashes, relative to the root.</summary>
    public string RelativePath() => string.Join('/', Names());

    public void MoveTo(MirrorDirectory parent, string name)
    {
        lock (_lock)
        {
            (_parent, _name) = (parent, name);
            _directoryPath = null;
            _readAt = long.MinValue;
        }
    }

    /// <summary>The name leads elsewhere now, or nowhere.</summary>
    public void MarkGone()
    {
        lock (_lock)
        {
            _isGone = true;
        }
    }

    /// <summary>Tells watchers that the content or the status behind the name changed.</summary>
    public void PublishModified()
    {
        MirrorDirectory? parent;
        string name;
        lock (_lock)
        {
            (parent, name) = (_isGone ? null : _parent, _name);
        }

        if (parent is not null)
        {
            owner.Changes.Publish(ChangeKind.Modified, parent, name);
        }
    }

    public void Invalidate()
    {
        lock (_lock)
        {
            _readAt = long.MinValue;
        }
    }

    /// <summary>The host's status of it.</summary>
    /// <returns><see cref="Errno.NoEntry"/> when it vanished or became something of another kind.</returns>
    public Errno GetStatus(HostEntryKind expected, out HostStatus status)
    {
        lock (_lock)
        {
            if (_isGone)
            {
                status = default;
                return Errno.NoEntry;
            }

            if (_readAt != long.MinValue && Stopwatch.GetElapsedTime(_readAt) < owner.Options.Freshness)
            {
                status = _status;
                return _errno;
            }
        }

        // Without the lock: the host may take its time, and two readers do no harm. The directories above are real ones as of a
        // moment ago; whoever opens something has them checked again.
        status = default;
        var errno = Parent?.Place.GetStatus(HostEntryKind.Directory, out _) ?? Errno.Success;
        errno = errno == Errno.Success ? HostStatus.Read(HostPath(), out status) : errno;
        if (errno == Errno.Success && status.Kind != expected)
        {
            errno = Errno.NoEntry;
        }

        lock (_lock)
        {
            (_status, _errno, _readAt) = (status, errno, Stopwatch.GetTimestamp());
        }

        return errno;
    }

    /// <summary>What the kernel's callers get to see of a host status.</summary>
    public static FileStatus ToFileStatus(Inode inode, HostStatus status, uint links) => new()
    {
        Device = inode.FileSystem.Device,
        Inode = inode.Number,
        Type = inode.Type,
        Permissions = status.Permissions,
        LinkCount = links,
        Size = (ulong)status.Size,
        AccessTime = status.AccessTime,
        ModifyTime = status.ModifyTime,
        ChangeTime = status.ModifyTime,
        BirthTime = status.BirthTime,
    };

    /// <summary>Made of the names one by one, and kept while the directory above keeps its own.</summary>
    private string HostPath()
    {
        if (Parent is not { } parent)
        {
            return owner.HostRoot.Path;
        }

        var directory = parent.Place.HostPath();
        lock (_lock)
        {
            if (!ReferenceEquals(directory, _directoryPath))
            {
                (_directoryPath, _path) = (directory, HostRoot.Join(directory, _name));
            }

            return _path!;
        }
    }
}
