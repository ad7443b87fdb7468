namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>Compares an overlay with the file system below it. Runs with the overlay's tree lock held.</summary>
internal sealed class OverlayChangeLister
{
    private const int CompareBytes = 64 * 1024;

    private readonly List<OverlayChange> _changes = [];

    public IReadOnlyList<OverlayChange> List(OverlayFileSystem overlay)
    {
        Compare(overlay.RootDirectory, "");
        return _changes;
    }

    /// <summary>A directory that shows through: only names of the overlay's own can differ.</summary>
    private void Compare(OverlayDirectory directory, string prefix)
    {
        foreach (var (name, inode) in directory.OwnEntries())
        {
            var path = prefix + name;
            Inode? lower = null;
            directory.LowerDirectory?.Lookup(name, out lower);
            switch (inode)
            {
                case null when lower is not null:
                    _changes.Add(new OverlayChange(path, OverlayChangeKind.Deleted, lower.Type, null, lower));
                    break;
                case OverlayDirectory same when lower is not null && same.Lower == lower:
                    Compare(same, path + "/");
                    break;
                case not null:
                    Differ(inode, lower, path);
                    break;
            }
        }
    }

    private void Differ(Inode inode, Inode? lower, string path)
    {
        if (lower is null)
        {
            Created(inode, path);
        }
        else if (lower.Type != inode.Type || inode is OverlayDirectory)
        {
            _changes.Add(new OverlayChange(path, OverlayChangeKind.Deleted, lower.Type, null, lower));
            Created(inode, path);
        }
        else if (((IOverlayInode)inode).Lower != lower || (((IOverlayInode)inode).IsChanged && !IsSame(inode, lower)))
        {
            _changes.Add(new OverlayChange(path, OverlayChangeKind.Modified, inode.Type, inode, lower));
        }
    }

    private void Created(Inode inode, string path)
    {
        _changes.Add(new OverlayChange(path, OverlayChangeKind.Created, inode.Type, inode, null));
        if (inode is OverlayDirectory directory)
        {
            foreach (var (name, child) in directory.AllEntries())
            {
                Created(child, $"{path}/{name}");
            }
        }
    }

    /// <summary>True when a copy holds what the lower file holds, so that there is nothing to review.</summary>
    private static bool IsSame(Inode inode, Inode lower)
    {
        if (inode.Type != FileType.RegularFile || inode.GetStatus(out var one) != Errno.Success || lower.GetStatus(out var other) != Errno.Success
            || one.Size != other.Size || one.Permissions != other.Permissions
            || inode.Open(OpenFlags.Read, out var first) != Errno.Success)
        {
            return false;
        }

        var isSame = false;
        if (lower.Open(OpenFlags.Read, out var second) == Errno.Success)
        {
            isSame = HaveSameContent(first!, second!);
            second!.Release();
        }

        first!.Release();
        return isSame;
    }

    private static bool HaveSameContent(OpenFile first, OpenFile second)
    {
        var one = new byte[CompareBytes];
        var other = new byte[CompareBytes];
        for (ulong offset = 0; ; offset += CompareBytes)
        {
            if (first.ReadAt(offset, one, out var count) != Errno.Success || second.ReadAt(offset, other, out var otherCount) != Errno.Success
                || !one.AsSpan(0, count).SequenceEqual(other.AsSpan(0, otherCount)))
            {
                return false;
            }

            if (count < CompareBytes)
            {
                return true;
            }
        }
    }
}
