namespace WasmRun.Kernel.Vfs.Memory;

/// <summary>A directory in memory. Entries keep the order in which they were made, so cookies stay valid while names come and go.</summary>
public sealed class MemoryDirectory : DirectoryInode
{
    private readonly MemoryFileSystem _owner;
    private readonly InodeTimes _times;
    private readonly Dictionary<string, Slot> _byName = new(StringComparer.Ordinal);
    private readonly SortedList<ulong, Slot> _byCookie = [];
    private MemoryDirectory? _parent;
    private bool _isRemoved;
    private ulong _lastCookie;
    private uint _subdirectories;

    internal MemoryDirectory(MemoryFileSystem owner, MemoryDirectory? parent, uint permissions)
        : base(owner)
    {
        _owner = owner;
        _parent = parent;
        _times = new InodeTimes(owner.Clock, permissions);
    }

    public override DirectoryInode Parent => _parent ?? this;

    public override Errno GetStatus(out FileStatus status)
    {
        status = _times.ToStatus(this, 2 + _subdirectories, 0);
        return Errno.Success;
    }

    public override Errno SetTimes(long? accessTime, long? modifyTime)
    {
        _times.Set(accessTime, modifyTime);
        return Errno.Success;
    }

    public override Errno SetPermissions(uint permissions)
    {
        _times.SetPermissions(permissions);
        return Errno.Success;
    }

    public override Errno Lookup(string name, out Inode? inode)
    {
        lock (_owner.TreeLock)
        {
            inode = _byName.TryGetValue(name, out var slot) ? slot.Inode : null;
            return inode is null ? Errno.NoEntry : Errno.Success;
        }
    }

    public override Errno NextEntry(ulong cookie, out DirectoryEntry entry)
    {
        lock (_owner.TreeLock)
        {
            var index = FirstAfter(cookie);
            if (index == _byCookie.Count)
            {
                entry = default;
                return Errno.NoEntry;
            }

            var slot = _byCookie.GetValueAtIndex(index);
            entry = new DirectoryEntry(slot.Name, slot.Inode.Number, slot.Inode.Type, slot.Cookie);
            return Errno.Success;
        }
    }

    public override Errno CreateFile(string name, uint permissions, out Inode? inode)
    {
        MemoryFile? made = null;
        var errno = Create(name, () => made = new MemoryFile(_owner, permissions));
        inode = errno == Errno.Success ? made : null;
        return errno;
    }

    public override Errno CreateDirectory(string name, uint permissions) =>
        Create(name, () => new MemoryDirectory(_owner, this, permissions));

    public override Errno CreateSymbolicLink(string name, string target) =>
        Create(name, () => new MemorySymbolicLink(_owner, target));

    public override Errno Link(string name, Inode inode)
    {
        lock (_owner.TreeLock)
        {
            if (_isRemoved || inode is not MemoryInode { LinkCount: > 0 })
            {
                return Errno.NoEntry;
            }

            if (_byName.ContainsKey(name))
            {
                return Errno.Exists;
            }

            Insert(name, inode);
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    public override Errno Unlink(string name)
    {
        lock (_owner.TreeLock)
        {
            if (!_byName.TryGetValue(name, out var slot))
            {
                return Errno.NoEntry;
            }

            if (slot.Inode is not MemoryInode inode)
            {
                return Errno.IsDirectory;
            }

            Remove(slot);
            inode.RemoveName();
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    public override Errno RemoveDirectory(string name)
    {
        lock (_owner.TreeLock)
        {
            if (!_byName.TryGetValue(name, out var slot))
            {
                return Errno.NoEntry;
            }

            if (slot.Inode is not MemoryDirectory directory)
            {
                return Errno.NotDirectory;
            }

            if (directory._byName.Count > 0)
            {
                return Errno.NotEmpty;
            }

            Remove(slot);
            directory._isRemoved = true;
            _owner.ReturnInode();
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    public override Errno Rename(string oldName, DirectoryInode newDirectory, string newName)
    {
        if (newDirectory is not MemoryDirectory target || target._owner != _owner)
        {
            return Errno.CrossDevice;
        }

        lock (_owner.TreeLock)
        {
            var errno = MoveTo(target, oldName, newName);
            if (errno != Errno.Success)
            {
                return errno;
            }
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, oldName);
        _owner.Changes.Publish(ChangeKind.Renamed, target, newName);
        return Errno.Success;
    }

    private Errno MoveTo(MemoryDirectory target, string oldName, string newName)
    {
        if (!_byName.TryGetValue(oldName, out var slot) || target._isRemoved)
        {
            return Errno.NoEntry;
        }

        var moved = slot.Inode;
        if (moved is MemoryDirectory && target.IsAtOrBeneath(moved)) // into itself: POSIX rename, EINVAL
        {
            return Errno.Invalid;
        }

        if (target._byName.TryGetValue(newName, out var existing))
        {
            if (existing.Inode == moved)
            {
                return Errno.Success;
            }

            var errno = CheckReplace(moved, existing.Inode);
            if (errno != Errno.Success)
            {
                return errno;
            }

            target.Remove(existing);
            if (existing.Inode is MemoryDirectory emptied)
            {
                emptied._isRemoved = true;
                _owner.ReturnInode();
            }
            else
            {
                ((MemoryInode)existing.Inode).RemoveName();
            }
        }

        Remove(slot);
        target.Insert(newName, moved, countName: false);
        if (moved is MemoryDirectory directory)
        {
            directory._parent = target;
        }

        return Errno.Success;
    }

    private static Errno CheckReplace(Inode moved, Inode existing) => (moved, existing) switch
    {
        (MemoryDirectory, MemoryDirectory { _byName.Count: > 0 }) => Errno.NotEmpty,
        (MemoryDirectory, MemoryDirectory) => Errno.Success,
        (MemoryDirectory, _) => Errno.NotDirectory,
        (_, MemoryDirectory) => Errno.IsDirectory,
        _ => Errno.Success,
    };

    private bool IsAtOrBeneath(Inode ancestor)
    {
        for (var directory = this; directory is not null; directory = directory._parent)
        {
            if (directory == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private Errno Create(string name, Func<Inode> make)
    {
        lock (_owner.TreeLock)
        {
            if (_isRemoved)
            {
                return Errno.NoEntry;
            }

            if (_byName.ContainsKey(name))
            {
                return Errno.Exists;
            }

            if (!_owner.TryChargeInode())
            {
                return Errno.NoSpace;
            }

            Insert(name, make());
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    private void Insert(string name, Inode inode, bool countName = true)
    {
        var slot = new Slot(name, inode, ++_lastCookie);
        _byName.Add(name, slot);
        _byCookie.Add(slot.Cookie, slot);
        if (inode is MemoryInode named)
        {
            named.Home = new Home(this, name);
            if (countName)
            {
                named.AddName();
            }
        }
        else
        {
            _subdirectories++;
        }

        _times.Modified();
    }

    private void Remove(Slot slot)
    {
        _byName.Remove(slot.Name);
        _byCookie.Remove(slot.Cookie);
        if (slot.Inode is not MemoryInode named)
        {
            _subdirectories--;
        }
        else if (named.Home is { } home && home.Directory == this && home.Name == slot.Name)
        {
            named.Home = null;
        }

        _times.Modified();
    }

    /// <summary>Index of the first slot whose cookie is greater, by binary search.</summary>
    private int FirstAfter(ulong cookie)
    {
        var (low, high) = (0, _byCookie.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_byCookie.GetKeyAtIndex(middle) <= cookie)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private sealed record Slot(string Name, Inode Inode, ulong Cookie);
}
