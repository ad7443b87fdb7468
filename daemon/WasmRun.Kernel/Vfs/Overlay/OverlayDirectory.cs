using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>A directory: names of the overlay's own over those that show through. A name can be whited out.</summary>
internal sealed partial class OverlayDirectory : DirectoryInode, IOverlayInode
{
    private readonly OverlayFileSystem _owner;

    /// <summary>What the overlay says about a name; null whites it out.</summary>
    private readonly Dictionary<string, Inode?> _own = new(StringComparer.Ordinal);

    private InodeTimes? _times;
    private bool _isRemoved;

    /// <summary>A directory that shows through.</summary>
    public OverlayDirectory(OverlayFileSystem owner, DirectoryInode lower)
        : base(owner)
    {
        _owner = owner;
        LowerDirectory = lower;
    }

    /// <summary>A directory that a guest makes; its inode is charged by the caller.</summary>
    public OverlayDirectory(OverlayFileSystem owner, uint permissions)
        : base(owner)
    {
        _owner = owner;
        _times = new InodeTimes(owner.Clock, permissions);
    }

    /// <summary>What shows through; null for a directory that hides what is below it.</summary>
    public DirectoryInode? LowerDirectory { get; }

    public Inode? Lower => LowerDirectory;

    public Home? Home { get; set; }

    public bool IsChanged => LowerDirectory is null || _own.Count > 0 || _times is not null;

    public override DirectoryInode Parent
    {
        get
        {
            lock (_owner.TreeLock)
            {
                return Home?.Directory ?? this;
            }
        }
    }

    /// <summary>The count of links says nothing of subdirectories: 1, as file systems answer that do not count them.</summary>
    public override Errno GetStatus(out FileStatus status)
    {
        lock (_owner.TreeLock)
        {
            status = default;
            var errno = LowerDirectory?.GetStatus(out status) ?? Errno.Success;
            if (_times is not null)
            {
                status = _times.ToStatus(this, 1, 0);
                return Errno.Success;
            }

            (status.Device, status.Inode, status.LinkCount) = (_owner.Device, Number, 1);
            return errno;
        }
    }

    public override Errno SetTimes(long? accessTime, long? modifyTime) => ChangeTimes(times => times.Set(accessTime, modifyTime));

    public override Errno SetPermissions(uint permissions) => ChangeTimes(times => times.SetPermissions(permissions));

    public override Errno Lookup(string name, out Inode? inode)
    {
        lock (_owner.TreeLock)
        {
            return Find(name, out inode);
        }
    }

    /// <summary>True when the overlay says itself what a name is.</summary>
    internal bool Hides(string name) => _own.TryGetValue(name, out var inode) && inode is not IOverlayInode { IsChanged: false };

    /// <summary>Names of the overlay's own in order; null for what is whited out.</summary>
    internal IEnumerable<KeyValuePair<string, Inode?>> OwnEntries() => _own.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    /// <summary>Everything that a guest sees here, in order.</summary>
    internal IEnumerable<KeyValuePair<string, Inode>> AllEntries()
    {
        foreach (var name in VisibleNames().Order(StringComparer.Ordinal))
        {
            if (Find(name, out var inode) == Errno.Success)
            {
                yield return new(name, inode!);
            }
        }
    }

    /// <summary>Keeps a name that shows through, also when the lower one goes: something of it or beneath it was changed.</summary>
    internal void Pin(string name, Inode inode)
    {
        if (!_isRemoved && _own.TryAdd(name, inode))
        {
            PinSelf();
        }
    }

    private void PinSelf()
    {
        if (Home is { Directory: OverlayDirectory directory, Name: var name })
        {
            directory.Pin(name, this);
        }
    }

    private Errno Find(string name, out Inode? inode)
    {
        if (_own.TryGetValue(name, out inode))
        {
            return inode is null ? Errno.NoEntry : Errno.Success;
        }

        if (LowerDirectory is null)
        {
            return Errno.NoEntry;
        }

        var errno = LowerDirectory.Lookup(name, out var lower);
        if (errno == Errno.Success)
        {
            inode = _owner.Over(lower!, this, name);
        }

        return errno;
    }

    private Errno ChangeTimes(Action<InodeTimes> change)
    {
        lock (_owner.TreeLock)
        {
            var errno = OwnTimes(out var times);
            if (errno != Errno.Success)
            {
                return errno;
            }

            change(times!);
            PinSelf();
        }

        Home?.PublishModified();
        return Errno.Success;
    }

    private Errno OwnTimes(out InodeTimes? times)
    {
        if (_times is null)
        {
            var errno = LowerDirectory!.GetStatus(out var status);
            if (errno == Errno.Success)
            {
                _times = new InodeTimes(_owner.Clock, status);
            }
            else
            {
                times = null;
                return errno;
            }
        }

        times = _times;
        return Errno.Success;
    }
}
