namespace WasmRun.Kernel.Vfs;

/// <summary>What programs do with paths. One implementation for WASI, Node and the daemon; each answers as POSIX does.</summary>
public static class PathOperations
{
    /// <summary>Opens, creating and truncating as the flags say (POSIX open).</summary>
    /// <param name="from">What the path is relative to.</param>
    /// <param name="path">The path.</param>
    /// <param name="flags">Access mode and the rest.</param>
    /// <param name="permissions">Permission bits of a file that is made.</param>
    /// <param name="file">The open file, with one reference; null on failure.</param>
    public static Errno Open(PathBase from, string path, OpenFlags flags, uint permissions, out OpenFile? file)
    {
        file = null;
        var follow = (flags & OpenFlags.NoFollow) == 0 && (flags & (OpenFlags.Create | OpenFlags.Exclusive)) != (OpenFlags.Create | OpenFlags.Exclusive);
        var errno = from.Walk(path, follow, out var lookup);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var inode = lookup.Target;
        var created = false;
        if (inode is null)
        {
            errno = CreateMissing(lookup, flags, permissions, out inode, out created);
            if (errno != Errno.Success)
            {
                return errno;
            }
        }
        else if ((flags & OpenFlags.Create) != 0 && (flags & OpenFlags.Exclusive) != 0)
        {
            return Errno.Exists;
        }

        errno = CheckType(inode!, flags);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if ((flags & OpenFlags.Truncate) != 0 && !created && inode!.Type == FileType.RegularFile)
        {
            errno = inode.SetSize(0);
            if (errno != Errno.Success)
            {
                return errno;
            }
        }

        return inode!.Open(flags, out file);
    }

    public static Errno GetStatus(PathBase from, string path, bool followLast, out FileStatus status)
    {
        status = default;
        var errno = from.Find(path, followLast, out var inode);
        return errno == Errno.Success ? inode!.GetStatus(out status) : errno;
    }

    public static Errno SetTimes(PathBase from, string path, bool followLast, long? accessTime, long? modifyTime)
    {
        var errno = from.Find(path, followLast, out var inode);
        return errno == Errno.Success ? inode!.SetTimes(accessTime, modifyTime) : errno;
    }

    public static Errno SetPermissions(PathBase from, string path, bool followLast, uint permissions)
    {
        var errno = from.Find(path, followLast, out var inode);
        return errno == Errno.Success ? inode!.SetPermissions(permissions) : errno;
    }

    public static Errno ReadLink(PathBase from, string path, out string target)
    {
        target = "";
        var errno = from.Find(path, followLast: false, out var inode);
        return errno == Errno.Success ? inode!.ReadLink(out target) : errno;
    }

    public static Errno CreateDirectory(PathBase from, string path, uint permissions = 0x1FF)
    {
        var errno = from.Walk(path, followLast: false, out var lookup);
        if (errno != Errno.Success)
        {
            return errno;
        }

        return lookup.Target is null ? lookup.Parent.CreateDirectory(lookup.Name, permissions) : Errno.Exists;
    }

    public static Errno CreateSymbolicLink(PathBase from, string target, string path)
    {
        if (target.Length == 0)
        {
            return Errno.NoEntry;
        }

        var errno = from.Walk(path, followLast: false, out var lookup);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (lookup.Target is not null)
        {
            return Errno.Exists;
        }

        return lookup.MustBeDirectory ? Errno.NoEntry : lookup.Parent.CreateSymbolicLink(lookup.Name, target);
    }

    public static Errno Link(PathBase oldFrom, string oldPath, bool followLast, PathBase newFrom, string newPath)
    {
        var errno = oldFrom.Find(oldPath, followLast, out var inode);
        if (errno == Errno.Success)
        {
            errno = newFrom.Walk(newPath, followLast: false, out var lookup);
            if (errno == Errno.Success)
            {
                return Link(inode!, lookup);
            }
        }

        return errno;
    }

    public static Errno Unlink(PathBase from, string path)
    {
        var errno = from.Walk(path, followLast: false, out var lookup);
        return (errno, lookup.Target) switch
        {
            (not Errno.Success, _) => errno,
            (_, null) => Errno.NoEntry,
            (_, DirectoryInode) => Errno.IsDirectory,
            _ => lookup.MustBeDirectory ? Errno.NotDirectory : lookup.Parent.Unlink(lookup.Name),
        };
    }

    public static Errno RemoveDirectory(PathBase from, string path)
    {
        var errno = from.Walk(path, followLast: false, out var lookup);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (lookup.Target is null)
        {
            return Errno.NoEntry;
        }

        if (lookup.Target is not DirectoryInode)
        {
            return Errno.NotDirectory;
        }

        if (lookup.Name.Length == 0)
        {
            return path.TrimEnd('/').EndsWith("..", StringComparison.Ordinal) ? Errno.NotEmpty : Errno.Invalid;
        }

        return IsCovered(from, lookup) ? Errno.Busy : lookup.Parent.RemoveDirectory(lookup.Name);
    }

    public static Errno Rename(PathBase oldFrom, string oldPath, PathBase newFrom, string newPath)
    {
        var errno = oldFrom.Walk(oldPath, followLast: false, out var old);
        if (errno == Errno.Success)
        {
            errno = newFrom.Walk(newPath, followLast: false, out var target);
            if (errno == Errno.Success)
            {
                return Rename(oldFrom, old, newFrom, target);
            }
        }

        return errno;
    }

    private static Errno CreateMissing(PathLookup lookup, OpenFlags flags, uint permissions, out Inode? inode, out bool created)
    {
        inode = null;
        created = false;
        if ((flags & OpenFlags.Create) == 0)
        {
            return Errno.NoEntry;
        }

        if ((flags & OpenFlags.Directory) != 0)
        {
            return Errno.Invalid;
        }

        if (lookup.MustBeDirectory)
        {
            return Errno.IsDirectory;
        }

        var errno = lookup.Parent.CreateFile(lookup.Name, permissions, out inode);
        created = errno == Errno.Success;

        // Somebody else made it between the walk and here: that is what a caller without O_EXCL wants.
        return errno == Errno.Exists && (flags & OpenFlags.Exclusive) == 0
            ? lookup.Parent.Lookup(lookup.Name, out inode)
            : errno;
    }

    private static Errno CheckType(Inode inode, OpenFlags flags) => inode.Type switch
    {
        FileType.SymbolicLink => (flags & OpenFlags.Directory) != 0 ? Errno.NotDirectory : Errno.SymbolicLinkLoop,
        FileType.Directory => (flags & (OpenFlags.Write | OpenFlags.Truncate | OpenFlags.Create)) != 0 ? Errno.IsDirectory : Errno.Success,
        _ => (flags & OpenFlags.Directory) != 0 ? Errno.NotDirectory : Errno.Success,
    };

    private static Errno Link(Inode inode, PathLookup lookup)
    {
        if (inode is DirectoryInode)
        {
            return Errno.NotPermitted;
        }

        if (lookup.Target is not null)
        {
            return Errno.Exists;
        }

        if (lookup.MustBeDirectory)
        {
            return Errno.NoEntry;
        }

        return inode.FileSystem == lookup.Parent.FileSystem ? lookup.Parent.Link(lookup.Name, inode) : Errno.CrossDevice;
    }

    private static Errno Rename(PathBase oldFrom, PathLookup old, PathBase newFrom, PathLookup target)
    {
        if (old.Target is null)
        {
            return Errno.NoEntry;
        }

        if (old.Name.Length == 0 || (target.Name.Length == 0 && target.Target is not null))
        {
            return Errno.Busy;
        }

        if (target.MustBeDirectory && old.Target is not DirectoryInode)
        {
            return Errno.NotDirectory;
        }

        if (IsCovered(oldFrom, old) || IsCovered(newFrom, target))
        {
            return Errno.Busy;
        }

        return old.Parent.FileSystem == target.Parent.FileSystem
            ? old.Parent.Rename(old.Name, target.Parent, target.Name)
            : Errno.CrossDevice;
    }

    private static bool IsCovered(PathBase from, PathLookup lookup) =>
        lookup.Target is not null && lookup.Parent.Lookup(lookup.Name, out var direct) == Errno.Success && from.Mounts.IsMountPoint(direct!);
}
