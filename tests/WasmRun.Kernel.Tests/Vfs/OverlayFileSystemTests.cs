using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Memory;
using WasmRun.Kernel.Vfs.Overlay;

namespace WasmRun.Kernel.Tests.Vfs;

public sealed class OverlayFileSystemTests : FileSystemContract
{
    private readonly FileTree _lower;
    private readonly OverlayFileSystem _overlay;
    private readonly FileTree _tree;

    public OverlayFileSystemTests()
    {
        var memory = FileTree.NewMemory();
        _lower = new FileTree(memory);
        _lower.Write("/old", "old");
        _lower.MakeDirectory("/dir");
        _lower.Write("/dir/in", "in");
        _overlay = NewOverlay(memory);
        _tree = new FileTree(_overlay);
    }

    [Fact]
    public void Writes_NeverReachWhatIsBelow()
    {
        var before = _lower.Status("/old");
        _tree.Write("/old", "changed");
        _tree.Unlink("/dir/in");
        _tree.RemoveDirectory("/dir");
        _tree.Write("/new", "new");
        PathOperations.SetPermissions(_tree.Root, "/old", followLast: false, 0);

        Assert.Equal("old", _lower.Read("/old"));
        Assert.Equal(before, _lower.Status("/old"));
        Assert.Equal(["dir", "old"], _lower.Sorted("/"));
        Assert.Equal(["in"], _lower.List("/dir"));
        Assert.Equal(["new", "old"], _tree.Sorted("/"));
    }

    [Fact]
    public void WhatChangesBelow_ShowsThroughUntilTheGuestWrites()
    {
        Assert.Equal("old", _tree.Read("/old"));
        _lower.Write("/old", "edited");
        _lower.Write("/dir/more", "more");
        Assert.Equal("edited", _tree.Read("/old"));
        Assert.Equal(["in", "more"], _tree.Sorted("/dir"));

        _tree.Write("/old", "guest");
        _lower.Write("/old", "again");
        Assert.Equal("guest", _tree.Read("/old"));
    }

    [Fact]
    public void WhatTheGuestChanged_StaysWhenItGoesBelow()
    {
        _tree.Write("/dir/in", "mine");
        _lower.Unlink("/dir/in");
        _lower.RemoveDirectory("/dir");
        Assert.Equal("mine", _tree.Read("/dir/in"));
        Assert.Equal(["in"], _tree.List("/dir"));
    }

    [Fact]
    public void RemovedAndMadeAgain_DirectoryHidesWhatIsBelow()
    {
        _tree.Unlink("/dir/in");
        _tree.RemoveDirectory("/dir");
        _tree.MakeDirectory("/dir");
        _lower.Write("/dir/later", "x");
        Assert.Empty(_tree.List("/dir"));
    }

    [Fact]
    public void Rename_OfADirectoryThatShowsThrough_TakesItsContentAlong()
    {
        Assert.Equal(Errno.Success, _tree.Rename("/dir", "/moved"));
        Assert.Equal("in", _tree.Read("/moved/in"));
        Assert.False(_tree.Exists("/dir"));
        Assert.Equal(0, _overlay.UsedBytes);
    }

    [Fact]
    public void Cookies_StayWhileBothLayersChange()
    {
        for (var i = 0; i < 10; i++)
        {
            _lower.Write($"/dir/low{i}", "");
            _tree.Write($"/dir/own{i}", "");
        }

        _tree.Root.Find("/dir", followLast: false, out var inode);
        var directory = (DirectoryInode)inode!;
        var seen = new List<string>();
        for (ulong cookie = 0; directory.NextEntry(cookie, out var entry) == Errno.Success; cookie = entry.Cookie)
        {
            seen.Add(entry.Name);
            if (seen.Count == 5)
            {
                _lower.Unlink("/dir/" + seen.Find(name => name.StartsWith("low", StringComparison.Ordinal)));
                _tree.Write("/dir/late", "");
            }
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(10, seen.Count(name => name.StartsWith("own", StringComparison.Ordinal)));
        Assert.Contains("in", seen);
    }

    [Fact]
    public void Quota_BoundsWhatIsKept()
    {
        var lower = FileTree.NewMemory();
        new FileTree(lower).Write("/big", new string('x', 900));
        var overlay = new OverlayFileSystem(lower, SystemClock.Instance, maxBytes: 1000, maxInodes: 3);
        var tree = new FileTree(overlay);
        tree.Write("/a", new string('a', 600));

        var big = tree.Open("/big", OpenFlags.ReadWrite);
        Assert.Equal(Errno.NoSpace, big.Write("y"u8, out _));
        Assert.Equal(new string('x', 900), FileTree.Read(big));
        Assert.Equal(Errno.Success, tree.Unlink("/a"));
        Assert.Equal(Errno.Success, big.Write("y"u8, out _));
        big.Release();
        Assert.Equal(900, overlay.UsedBytes);

        tree.MakeDirectory("/d");
        tree.MakeDirectory("/e");
        Assert.Equal(Errno.NoSpace, PathOperations.CreateDirectory(tree.Root, "/f"));
        tree.RemoveDirectory("/d");
        tree.MakeDirectory("/f");
    }

    [Fact]
    public void Changes_FromBelow_AreToldAsTheOverlaysOwn()
    {
        _tree.List("/dir");
        var told = new List<(ChangeKind, string)>();
        _overlay.Changes.Changed += change =>
        {
            Assert.Same(_overlay, change.Directory.FileSystem);
            told.Add((change.Kind, change.Name));
        };
        _lower.Write("/dir/in", "edited");
        Assert.Contains((ChangeKind.Modified, "in"), told);

        _tree.Write("/old", "mine");
        told.Clear();
        _lower.Write("/old", "hidden");
        Assert.Empty(told);
    }

    [Fact]
    public void ListChanges_SaysWhatTheGuestDid()
    {
        Assert.Empty(_overlay.ListChanges());
        _lower.Write("/touched", "same");
        _lower.MakeDirectory("/gone");
        _lower.Write("/gone/x", "");
        _lower.Write("/kind", "file");
        _tree.Write("/touched", "same");
        _tree.Write("/old", "changed");
        _tree.Write("/dir/new", "n");
        _tree.MakeDirectory("/made");
        _tree.Write("/made/a", "");
        _tree.Unlink("/gone/x");
        _tree.RemoveDirectory("/gone");
        _tree.Unlink("/kind");
        _tree.MakeDirectory("/kind");
        _tree.Write("/tmp", "");
        _tree.Unlink("/tmp");

        Assert.Equal(
            [
                "Created RegularFile dir/new",
                "Deleted Directory gone",
                "Deleted RegularFile kind",
                "Created Directory kind",
                "Created Directory made",
                "Created RegularFile made/a",
                "Modified RegularFile old",
            ],
            _overlay.ListChanges().Select(change => $"{change.Kind} {change.Type} {change.Path}"));
    }

    [Fact]
    public void ListChanges_OfARenamedDirectory_IsADeletionAndACreation()
    {
        _tree.Rename("/dir", "/moved");
        Assert.Equal(
            ["Deleted dir", "Created moved", "Created moved/in"],
            _overlay.ListChanges().Select(change => $"{change.Kind} {change.Path}"));
    }

    private protected override FileTree NewTree() => _tree;

    private static OverlayFileSystem NewOverlay(MemoryFileSystem lower) => new(lower, SystemClock.Instance, maxBytes: 1 << 20);
}
