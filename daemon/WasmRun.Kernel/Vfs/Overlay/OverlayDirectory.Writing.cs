namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>What changes a directory; the lower one is never touched.</summary>
internal sealed partial class OverlayDirectory
{
    public override Errno CreateFile(string name, uint permissions, out Inode? inode)
    {
        Inode? made = null;
        var errno = Create(name, () => made = new OverlayFile(_owner, permissions));
        inode = errno == Errno.Success ? made : null;
        return errno;
    }

    public override Errno CreateDirectory(string name, uint permissions) => Create(name, () => new OverlayDirectory(_owner, permissions));

    public override Errno CreateSymbolicLink(string name, string target) => Create(name, () => new OverlaySymbolicLink(_owner, target));

    public override Errno Link(string name, Inode inode)
    {
        lock (_owner.TreeLock)
        {
            if (inode is not OverlayLeaf { Home: not null })
            {
                return Errno.NoEntry;
            }

            var errno = CheckFree(name);
            errno = errno == Errno.Success ? Insert(name, inode) : errno;
            if (errno != Errno.Success)
            {
                return errno;
            }

            ((OverlayLeaf)inode).AddName();
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    public override Errno Unlink(string name)
    {
        lock (_owner.TreeLock)
        {
            var errno = Find(name, out var inode);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (inode is not OverlayLeaf leaf)
            {
                return Errno.IsDirectory;
            }

            errno = Remove(name, inode);
            if (errno != Errno.Success)
            {
                return errno;
            }

            leaf.RemoveName();
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    public override Errno RemoveDirectory(string name)
    {
        lock (_owner.TreeLock)
        {
            var errno = Find(name, out var inode);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (inode is not OverlayDirectory directory)
            {
                return Errno.NotDirectory;
            }

            errno = directory.CheckEmpty();
            errno = errno == Errno.Success ? Remove(name, directory) : errno;
            if (errno != Errno.Success)
            {
                return errno;
            }

            directory.MarkRemoved();
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    public override Errno Rename(string oldName, DirectoryInode newDirectory, string newName)
    {
        if (newDirectory is not OverlayDirectory target || target._owner != _owner)
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

    private Errno Create(string name, Func<Inode> make)
    {
        lock (_owner.TreeLock)
        {
            var errno = CheckFree(name);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (!_owner.Upper.TryChargeInode())
            {
                return Errno.NoSpace;
            }

            errno = OwnTimes(out _);
            if (errno != Errno.Success)
            {
                _owner.Upper.ReturnInode();
                return errno;
            }

            var inode = make();
            Insert(name, inode);
            (inode as OverlayLeaf)?.AddName();
        }

        _owner.Changes.Publish(ChangeKind.Renamed, this, name);
        return Errno.Success;
    }

    private Errno MoveTo(OverlayDirectory target, string oldName, string newName)
    {
        if (target._isRemoved)
        {
            return Errno.NoEntry;
        }

        var errno = Find(oldName, out var moved);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (moved is OverlayDirectory && target.IsAtOrBeneath(moved)) // into itself: POSIX rename, EINVAL
        {
            return Errno.Invalid;
        }

        errno = target.Find(newName, out var existing);
        if (errno is not (Errno.Success or Errno.NoEntry))
        {
            return errno;
        }

        if (existing == moved)
        {
            return Errno.Success;
        }

        errno = existing is null ? Errno.Success : CheckReplace(moved!, existing);
        errno = errno == Errno.Success ? OwnTimes(out _) : errno;
        errno = errno == Errno.Success ? target.OwnTimes(out _) : errno;
        if (errno != Errno.Success)
        {
            return errno;
        }

        Remove(oldName, moved!);
        target.Insert(newName, moved!);
        (existing as OverlayDirectory)?.MarkRemoved();
        (existing as OverlayLeaf)?.RemoveName();
        return Errno.Success;
    }

    private static Errno CheckReplace(Inode moved, Inode existing) => (moved, existing) switch
    {
        (OverlayDirectory, OverlayDirectory directory) => directory.CheckEmpty(),
        (OverlayDirectory, _) => Errno.NotDirectory,
        (_, OverlayDirectory) => Errno.IsDirectory,
        _ => Errno.Success,
    };

    private bool IsAtOrBeneath(Inode ancestor)
    {
        for (var directory = this; directory is not null; directory = directory.Home?.Directory as OverlayDirectory)
        {
            if (directory == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private Errno CheckFree(string name)
    {
        if (_isRemoved)
        {
            return Errno.NoEntry;
        }

        var errno = Find(name, out _);
        return errno switch
        {
            Errno.Success => Errno.Exists,
            Errno.NoEntry => Errno.Success,
            _ => errno,
        };
    }

    private Errno CheckEmpty()
    {
        var errno = TryVisibleNames(out var names);
        return errno == Errno.Success && names.Count > 0 ? Errno.NotEmpty : errno;
    }

    private void MarkRemoved()
    {
        _isRemoved = true;
        Home = null;
        if (LowerDirectory is null)
        {
            _owner.Upper.ReturnInode();
        }
    }

    private Errno Insert(string name, Inode inode)
    {
        var errno = OwnTimes(out var times);
        if (errno != Errno.Success)
        {
            return errno;
        }

        _own[name] = inode;
        ((IOverlayInode)inode).Home = new Home(this, name);
        if (_isMerged)
        {
            AddCookie(name);
        }

        times!.Modified();
        PinSelf();
        return Errno.Success;
    }

    /// <summary>Takes a name away: whited out where the lower directory has it, else forgotten.</summary>
    private Errno Remove(string name, Inode inode)
    {
        var errno = OwnTimes(out var times);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (LowerDirectory?.Lookup(name, out _) == Errno.Success)
        {
            _own[name] = null;
        }
        else
        {
            _own.Remove(name);
        }

        if (((IOverlayInode)inode).Home is { } home && home.Directory == this && home.Name == name)
        {
            ((IOverlayInode)inode).Home = null;
        }

        RemoveCookie(name);
        times!.Modified();
        PinSelf();
        return Errno.Success;
    }
}
