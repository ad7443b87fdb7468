using System.Diagnostics;
using System.IO.Enumeration;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Mirror;

/// <summary>A directory of the folder. It is listed when first looked at, and again when its time on the host says that it changed.</summary>
internal sealed partial class MirrorDirectory(MirrorFileSystem owner, MirrorDirectory? parent, string name) : DirectoryInode(owner), IMirrorInode
{
    /// <summary>A directory changed this recently may change again without its time telling: its listing is not believed.</summary>
    private const long SettledAfterNanoseconds = 50_000_000;

    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Slot> _byName = new(StringComparer.Ordinal);
    private readonly SortedList<ulong, Slot> _byCookie = [];
    private ulong _lastCookie;
    private bool _isListed;
    private bool _wasSettled;
    private long _listedModifyTime;
    private long _checkedAt;

    public MirrorPlace Place { get; } = new(owner, parent, name);

    public override DirectoryInode Parent => Place.Parent ?? this;

    /// <summary>The count of links says nothing of subdirectories: 1, as file systems answer that do not count them.</summary>
    public override Errno GetStatus(out FileStatus status)
    {
        var errno = Place.GetStatus(HostEntryKind.Directory, out var host);
        status = MirrorPlace.ToFileStatus(this, host, links: 1);
        return errno;
    }

    public override Errno Lookup(string name, out Inode? inode)
    {
        lock (_lock)
        {
            inode = null;
            var errno = Refresh();
            if (errno == Errno.Success)
            {
                inode = _byName.GetValueOrDefault(name)?.Inode;
                errno = inode is null ? Errno.NoEntry : Errno.Success;
            }

            return errno;
        }
    }

    public override Errno NextEntry(ulong cookie, out DirectoryEntry entry)
    {
        lock (_lock)
        {
            entry = default;
            var errno = Refresh();
            if (errno != Errno.Success)
            {
                return errno;
            }

            var index = FirstAfter(cookie);
            if (index == _byCookie.Count)
            {
                return Errno.NoEntry;
            }

            var slot = _byCookie.GetValueAtIndex(index);
            entry = new DirectoryEntry(slot.Name, slot.Inode.Number, slot.Inode.Type, slot.Cookie);
            return Errno.Success;
        }
    }

    /// <summary>What is known under a name without a look at the host.</summary>
    internal Inode? Known(string name)
    {
        lock (_lock)
        {
            return _byName.GetValueOrDefault(name)?.Inode;
        }
    }

    internal void Invalidate()
    {
        Place.Invalidate();
        lock (_lock)
        {
            _isListed = false;
        }
    }

    internal void InvalidateTree()
    {
        Invalidate();
        Inode[] known;
        lock (_lock)
        {
            known = [.. _byName.Values.Select(slot => slot.Inode)];
        }

        foreach (var inode in known)
        {
            switch (inode)
            {
                case MirrorDirectory directory:
                    directory.InvalidateTree();
                    break;
                case MirrorFile file:
                    file.Invalidate();
                    break;
                case IMirrorInode other:
                    other.Place.Invalidate();
                    break;
            }
        }
    }

    private Errno Refresh()
    {
        if (_isListed && Stopwatch.GetElapsedTime(_checkedAt) < owner.Options.Freshness)
        {
            return Errno.Success;
        }

        var errno = Place.GetStatus(HostEntryKind.Directory, out var status);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (!_isListed || !_wasSettled || status.ModifyTime != _listedModifyTime)
        {
            errno = List(status.ModifyTime);
        }

        _checkedAt = Stopwatch.GetTimestamp();
        return errno;
    }

    private Errno List(long modifyTime)
    {
        var errno = owner.Files.Check(Place.Names(), out var path);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var settled = owner.Clock.RealtimeNanoseconds - modifyTime > SettledAfterNanoseconds;
        List<(string Name, HostEntryKind Kind)> found;
        try
        {
            found = [.. new FileSystemEnumerable<(string, HostEntryKind)>(path, static (ref entry) => (entry.FileName.ToString(), KindOf(ref entry)), _everything)];
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return HostErrors.ToErrno(exception);
        }

        Merge(found);
        (_isListed, _wasSettled, _listedModifyTime) = (true, settled, modifyTime);
        return Errno.Success;
    }

    /// <summary>Takes over a listing: inodes and cookies of names that are still there, and of the same kind, stay.</summary>
    private void Merge(List<(string Name, HostEntryKind Kind)> found)
    {
        foreach (var (name, _) in found.Where(entry => IsTemporary(entry.Name) && owner.Options.IsWritable))
        {
            owner.Files.DeleteAbandoned([.. Place.Names(), name]);
        }

        found.RemoveAll(entry => IsTemporary(entry.Name));
        found.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        var kinds = found.ToDictionary(entry => entry.Name, entry => TypeOf(entry.Kind), StringComparer.Ordinal);
        foreach (var slot in _byName.Values.Where(slot => !kinds.TryGetValue(slot.Name, out var type) || type != slot.Inode.Type).ToList())
        {
            Remove(slot).Place.MarkGone();
        }

        foreach (var (name, kind) in found)
        {
            if (!_byName.ContainsKey(name))
            {
                Insert(name, Make(name, kind));
            }
        }
    }

    private static bool IsTemporary(string name) => name.StartsWith(HostFiles.TemporaryPrefix, StringComparison.Ordinal);

    private Inode Make(string name, HostEntryKind kind) => kind switch
    {
        HostEntryKind.Directory => new MirrorDirectory(owner, this, name),
        HostEntryKind.Link => new MirrorSymbolicLink(owner, this, name),
        _ => new MirrorFile(owner, this, name),
    };

    private void Insert(string name, Inode inode)
    {
        var slot = new Slot(name, inode, ++_lastCookie);
        _byName.Add(name, slot);
        _byCookie.Add(slot.Cookie, slot);
    }

    private IMirrorInode Remove(Slot slot)
    {
        _byName.Remove(slot.Name);
        _byCookie.Remove(slot.Cookie);
        return (IMirrorInode)slot.Inode;
    }

    private int FirstAfter(ulong cookie)
    {
        var (low, high) = (0, _byCookie.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _byCookie.GetKeyAtIndex(middle) <= cookie ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static HostEntryKind KindOf(ref FileSystemEntry entry)
    {
        var attributes = entry.Attributes;
        return (attributes & FileAttributes.ReparsePoint) != 0 && IsLink(ref entry) ? HostEntryKind.Link
            : (attributes & FileAttributes.Directory) != 0 ? HostEntryKind.Directory
            : HostEntryKind.File;
    }

    /// <summary>On Windows there are reparse points that are no links (files kept in the cloud).</summary>
    private static bool IsLink(ref FileSystemEntry entry) => !OperatingSystem.IsWindows() || new FileInfo(entry.ToFullPath()).LinkTarget is not null;

    private static FileType TypeOf(HostEntryKind kind) => kind switch
    {
        HostEntryKind.Directory => FileType.Directory,
        HostEntryKind.Link => FileType.SymbolicLink,
        _ => FileType.RegularFile,
    };

    private sealed record Slot(string Name, Inode Inode, ulong Cookie);
}
