using System.Runtime.CompilerServices;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>
/// A file system that can be written, over one that stays as it is. What a guest makes, changes or removes is kept in memory,
/// bounded; the rest shows through, with what changes there.
/// </summary>
/// <remarks>
/// Unlike Linux's overlayfs an inode keeps its identity when it is copied up: an open file goes on with the new content, and
/// directories of the lower file system can be renamed.
/// Lock order: <see cref="TreeLock"/> (names), then a file's own lock (content), then the lower file system's.
/// </remarks>
public sealed class OverlayFileSystem : FileSystem
{
    private readonly ConditionalWeakTable<Inode, Inode> _byLower = [];

    /// <param name="lower">What shows through; never written.</param>
    /// <param name="clock">For the times of what is made.</param>
    /// <param name="maxBytes">Bytes of content kept here; a write beyond is <see cref="Errno.NoSpace"/>.</param>
    /// <param name="maxInodes">Files, directories and links kept here; one more is <see cref="Errno.NoSpace"/>.</param>
    public OverlayFileSystem(FileSystem lower, IClock clock, long maxBytes = 1L << 30, long maxInodes = 1 << 20)
        : base(clock)
    {
        Lower = lower;
        Upper = new MemoryFileSystem(clock, maxBytes, maxInodes);
        RootDirectory = (OverlayDirectory)Over(lower.Root, null, "");
        lower.Changes.Changed += OnLowerChanged;
    }

    public override DirectoryInode Root => RootDirectory;

    public FileSystem Lower { get; }

    /// <summary>Bytes kept here.</summary>
    public long UsedBytes => Upper.UsedBytes;

    internal OverlayDirectory RootDirectory { get; }

    /// <summary>Holds content and counts the quota; its tree is not used.</summary>
    internal MemoryFileSystem Upper { get; }

    internal Lock TreeLock { get; } = new();

    /// <summary>What guests changed, by path; a directory comes before what is in it, a deletion before what took its place.</summary>
    public IReadOnlyList<OverlayChange> ListChanges()
    {
        lock (TreeLock)
        {
            return new OverlayChangeLister().List(this);
        }
    }

    /// <summary>The one inode of this file system that stands for an inode of the lower one.</summary>
    internal Inode Over(Inode lower, OverlayDirectory? directory, string name)
    {
        var inode = _byLower.GetValue(lower, found => found.Type switch
        {
            FileType.Directory => new OverlayDirectory(this, (DirectoryInode)found),
            FileType.SymbolicLink => new OverlaySymbolicLink(this, found),
            _ => new OverlayFile(this, found),
        });
        if (directory is not null)
        {
            ((IOverlayInode)inode).Home = new Home(directory, name);
        }

        return inode;
    }

    private void OnLowerChanged(FileChange change)
    {
        // Nobody can watch a directory that was never looked at.
        if (!_byLower.TryGetValue(change.Directory, out var inode) || inode is not OverlayDirectory directory)
        {
            return;
        }

        bool isHidden;
        lock (TreeLock)
        {
            isHidden = directory.Hides(change.Name);
        }

        if (!isHidden)
        {
            Changes.Publish(change.Kind, directory, change.Name);
        }
    }
}
