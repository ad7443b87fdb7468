using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Workspace.Mirror;

/// <summary>What changes a directory of a writable mirror: done on the host first, then here.</summary>
internal sealed partial class MirrorDirectory
{
    public override Errno CreateFile(string name, uint permissions, out Inode? inode)
    {
        Inode? made = null;
        var errno = Create(name, names => owner.Files.CreateFile(names, permissions), () => made = new MirrorFile(owner, this, name));
        inode = errno == Errno.Success ? made : null;
        return errno;
    }

    public override Errno CreateDirectory(string name, uint permissions) =>
        Create(name, names => owner.Files.CreateDirectory(names, permissions), () => new MirrorDirectory(owner, this, name));

    /// <returns><see cref="Errno.NotPermitted"/> for a target that is absolute or leads out of the folder.</returns>
    public override Errno CreateSymbolicLink(string name, string target) =>
        Create(name, names => owner.Files.CreateSymbolicLink(names, target), () => new MirrorSymbolicLink(owner, this, name));

    /// <summary>Hard links are not made in the user's folder.</summary>
    public override Errno Link(string name, Inode inode) => owner.Options.IsWritable ? Errno.NotPermitted : Errno.ReadOnlyFileSystem;

    public override Errno Unlink(string name) => Delete(name, wantDirectory: false);

    public override Errno RemoveDirectory(string name) => Delete(name, wantDirectory: true);

    public override Errno Rename(string oldName, DirectoryInode newDirectory, string newName)
    {
        if (!owner.Options.IsWritable)
        {
            return Errno.ReadOnlyFileSystem;
        }

        if (newDirectory is not MirrorDirectory target || target.FileSystem != FileSystem)
        {
            return Errno.CrossDevice;
        }

        var (first, second) = Number <= target.Number ? (this, target) : (target, this);
        lock (first._lock)
        {
            lock (second._lock)
            {
                var errno = MoveTo(target, oldName, newName);
                if (errno != Errno.Success)
                {
                    return errno;
                }
            }
        }

        Published(oldName);
        target.Published(newName);
        return Errno.Success;
    }

    public override Errno SetTimes(long? accessTime, long? modifyTime) => Set(names => owner.Files.SetTimes(names, accessTime, modifyTime));

    public override Errno SetPermissions(uint permissions) => Set(names => owner.Files.SetPermissions(names, permissions));

    private Errno Set(Func<string[], Errno> action)
    {
        if (!owner.Options.IsWritable)
        {
            return Errno.ReadOnlyFileSystem;
        }

        var errno = action(Place.Names());
        Place.Invalidate();
        return errno;
    }

    private Errno Create(string name, Func<string[], Errno> onHost, Func<Inode> make)
    {
        lock (_lock)
        {
            var errno = CheckNew(name);
            if (errno == Errno.Success)
            {
                errno = onHost([.. Place.Names(), name]);
            }

            if (errno != Errno.Success)
            {
                return errno;
            }

            Insert(name, make());
            ListingIsOurs();
        }

        Published(name);
        return Errno.Success;
    }

    /// <returns><see cref="Errno.Exists"/> for a name that is taken, <see cref="Errno.Invalid"/> for one that the host can't have here.</returns>
    private Errno CheckNew(string name)
    {
        if (!owner.Options.IsWritable)
        {
            return Errno.ReadOnlyFileSystem;
        }

        var errno = Refresh();
        if (errno != Errno.Success)
        {
            return errno;
        }

        return _byName.ContainsKey(name) ? Errno.Exists : CanStore(name, except: null) ? Errno.Success : Errno.Invalid;
    }

    /// <summary>False for a name that the host would store as another, or can't tell from one that is there.</summary>
    private bool CanStore(string name, string? except) =>
        owner.HostRoot.Naming.CanStore(name) && !IsTemporary(name) && !Collision(name, except);

    private bool Collision(string name, string? except) =>
        owner.HostRoot.Naming.IgnoresCase && _byName.Keys.Any(known => known != except && owner.HostRoot.Naming.Collide(known, name));

    private Errno Delete(string name, bool wantDirectory)
    {
        lock (_lock)
        {
            if (!owner.Options.IsWritable)
            {
                return Errno.ReadOnlyFileSystem;
            }

            var errno = Refresh();
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (!_byName.TryGetValue(name, out var slot))
            {
                return Errno.NoEntry;
            }

            if (slot.Inode is MirrorDirectory != wantDirectory)
            {
                return wantDirectory ? Errno.NotDirectory : Errno.IsDirectory;
            }

            (slot.Inode as MirrorFile)?.DiscardReplacement();
            string[] names = [.. Place.Names(), name];
            errno = wantDirectory ? owner.Files.DeleteDirectory(names) : owner.Files.Delete(names);
            if (errno is not (Errno.Success or Errno.NoEntry))
            {
                return errno;
            }

            Remove(slot).Place.MarkGone();
            ListingIsOurs();
        }

        Published(name);
        return Errno.Success;
    }

    private Errno MoveTo(MirrorDirectory target, string oldName, string newName)
    {
        var errno = Refresh();
        errno = errno == Errno.Success && target != this ? target.Refresh() : errno;
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (!_byName.TryGetValue(oldName, out var slot))
        {
            return Errno.NoEntry;
        }

        if (slot.Inode is MirrorDirectory moved && target.IsAtOrBeneath(moved))
        {
            return Errno.Invalid;
        }

        var existing = target._byName.GetValueOrDefault(newName);
        if (existing is not null && existing.Inode == slot.Inode)
        {
            return Errno.Success;
        }

        if (existing is null && !target.CanStore(newName, except: target == this ? oldName : null))
        {
            return Errno.Invalid;
        }

        errno = CheckReplace(slot.Inode, existing?.Inode);
        if (errno != Errno.Success)
        {
            return errno;
        }

        // What is half replaced is finished first, so that the whole content moves.
        errno = (slot.Inode as MirrorFile)?.CommitReplacement() ?? Errno.Success;
        if (errno == Errno.Success)
        {
            (existing?.Inode as MirrorFile)?.DiscardReplacement();
            errno = owner.Files.Move([.. Place.Names(), oldName], [.. target.Place.Names(), newName], slot.Inode is MirrorDirectory);
        }

        if (errno != Errno.Success)
        {
            return errno;
        }

        if (existing is not null)
        {
            target.Remove(existing).Place.MarkGone();
        }

        Remove(slot).Place.MoveTo(target, newName);
        target.Insert(newName, slot.Inode);
        (slot.Inode as MirrorFile)?.Invalidate();
        ListingIsOurs();
        target.ListingIsOurs();
        return Errno.Success;
    }

    private static Errno CheckReplace(Inode moved, Inode? existing) => (moved, existing) switch
    {
        (_, null) => Errno.Success,
        (MirrorDirectory, not MirrorDirectory) => Errno.NotDirectory,
        (not MirrorDirectory, MirrorDirectory) => Errno.IsDirectory,
        _ => Errno.Success,
    };

    private bool IsAtOrBeneath(MirrorDirectory ancestor)
    {
        for (var directory = this; directory is not null; directory = directory.Place.Parent)
        {
            if (directory == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The listing holds our own change, but the host may have had others meanwhile: it is read again before it is believed.</summary>
    private void ListingIsOurs()
    {
        Place.Invalidate();
        _wasSettled = false;
    }

    private void Published(string name)
    {
        owner.Changes.Publish(ChangeKind.Renamed, this, name);
        var directory = Place.RelativePath();
        owner.OnWrittenThrough(directory.Length == 0 ? name : $"{directory}/{name}");
    }
}
