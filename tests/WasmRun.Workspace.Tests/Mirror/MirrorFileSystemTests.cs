using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Tests.Vfs;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Overlay;
using WasmRun.Workspace.Mirror;

namespace WasmRun.Workspace.Tests.Mirror;

public sealed class MirrorFileSystemTests : IDisposable
{
    private static readonly MirrorOptions _alwaysFresh = new() { Freshness = TimeSpan.Zero };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_IsShownAsItIs()
    {
        _folder.Write("a.txt", "alpha");
        _folder.Write("sub/b.txt", "beta");
        var tree = NewTree();
        Assert.Equal(["a.txt", "sub"], tree.List("/"));
        Assert.Equal(("alpha", "beta"), (tree.Read("/a.txt"), tree.Read("/sub/b.txt")));
        var status = tree.Status("/a.txt");
        Assert.Equal((FileType.RegularFile, 5ul, 1u), (status.Type, status.Size, status.LinkCount));
        Assert.Equal(Errno.NoEntry, tree.TryOpen("/A.TXT", OpenFlags.Read));
    }

    [Fact]
    public void ReadOnly_RefusesEveryChange()
    {
        _folder.Write("a", "a");
        _folder.Write("d/x", "");
        var tree = NewTree();
        Assert.Equal(Errno.ReadOnlyFileSystem, tree.TryOpen("/a", OpenFlags.Write));
        Assert.Equal(Errno.ReadOnlyFileSystem, tree.TryOpen("/a", OpenFlags.Read | OpenFlags.Truncate));
        Assert.Equal(Errno.ReadOnlyFileSystem, tree.TryOpen("/new", OpenFlags.Write | OpenFlags.Create));
        Assert.Equal(Errno.ReadOnlyFileSystem, PathOperations.CreateDirectory(tree.Root, "/new"));
        Assert.Equal(Errno.ReadOnlyFileSystem, PathOperations.CreateSymbolicLink(tree.Root, "a", "/new"));
        Assert.Equal(Errno.ReadOnlyFileSystem, tree.Unlink("/a"));
        Assert.Equal(Errno.ReadOnlyFileSystem, tree.RemoveDirectory("/d"));
        Assert.Equal(Errno.ReadOnlyFileSystem, tree.Rename("/a", "/b"));
        Assert.Equal(Errno.ReadOnlyFileSystem, tree.Link("/a", "/b"));
        Assert.Equal(Errno.ReadOnlyFileSystem, PathOperations.SetPermissions(tree.Root, "/a", followLast: true, 0));
        Assert.Equal(["a", "d"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Edits_AreSeenWithoutAnAnnouncement()
    {
        _folder.Write("a", "one");
        var tree = NewTree();
        Assert.Equal("one", tree.Read("/a"));
        _folder.Write("a", "two!");
        _folder.Write("b", "new");
        Assert.Equal(("two!", "new"), (tree.Read("/a"), tree.Read("/b")));
        File.Delete(_folder.At("a"));
        Assert.Equal(Errno.NoEntry, tree.TryOpen("/a", OpenFlags.Read));
        Assert.Equal(["b"], tree.List("/"));
    }

    [Fact]
    public void Invalidate_ShowsAnEditAtOnceAndTellsTheGuest()
    {
        _folder.Write("dir/a", "one");
        var mirror = new MirrorFileSystem(_folder.Open(), SystemClock.Instance, new MirrorOptions { Freshness = TimeSpan.FromHours(1) });
        var tree = new FileTree(mirror);
        var told = new List<FileChange>();
        mirror.Changes.Changed += told.Add;
        Assert.Equal("one", tree.Read("/dir/a"));
        var inode = tree.Status("/dir/a").Inode;

        _folder.Write("dir/a", "two!");
        _folder.Write("dir/b", "b");
        Assert.Equal(["a"], tree.List("/dir"));
        mirror.Invalidate("dir/a", ChangeKind.Modified);
        mirror.Invalidate("dir/b", ChangeKind.Renamed);
        mirror.Invalidate("never/looked/at", ChangeKind.Modified);

        Assert.Equal(("two!", inode), (tree.Read("/dir/a"), tree.Status("/dir/a").Inode));
        Assert.Equal(["a", "b"], tree.List("/dir"));
        Assert.Equal([(ChangeKind.Modified, "a"), (ChangeKind.Renamed, "b")], told.Select(change => (change.Kind, change.Name)));
    }

    [Fact]
    public void Links_InsideTheFolder_AreFollowedByTheGuest()
    {
        _folder.Write("lib/a.txt", "inside");
        File.CreateSymbolicLink(_folder.At("near"), "lib/a.txt");
        Directory.CreateSymbolicLink(_folder.At("lib/absolute"), _folder.At("lib"));
        var tree = NewTree();
        Assert.Equal("inside", tree.Read("/near"));
        Assert.Equal("inside", tree.Read("/lib/absolute/a.txt"));
        Assert.Equal(Errno.Success, PathOperations.ReadLink(tree.Root, "/lib/absolute", out var target));
        Assert.Equal(".", target);
        Assert.Equal(FileType.SymbolicLink, tree.Status("/near").Type);
    }

    [Fact]
    public void Links_ThatLeaveTheFolder_LeadNowhereAndTellNothing()
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret", "secret");
        Directory.CreateSymbolicLink(_folder.At("out"), outside.Path);
        File.CreateSymbolicLink(_folder.At("up"), "../" + Path.GetFileName(outside.Path) + "/secret");
        var mirror = new MirrorFileSystem(_folder.Open(), SystemClock.Instance, _alwaysFresh);
        var refused = new List<string>();
        mirror.LinkRefused += refused.Add;
        var tree = new FileTree(mirror);

        Assert.Equal(["out", "up"], tree.List("/"));
        Assert.Equal(Errno.NoEntry, tree.TryOpen("/out/secret", OpenFlags.Read));
        Assert.Equal(Errno.NoEntry, tree.TryOpen("/up", OpenFlags.Read));
        Assert.Equal(Errno.NoEntry, PathOperations.ReadLink(tree.Root, "/out", out var target));
        Assert.Equal("", target);
        Assert.Equal(["out", "up"], refused);
    }

    [Fact]
    public void Directory_ThatBecomesALink_IsNotFollowed()
    {
        using var outside = new TemporaryFolder();
        outside.Write("a", "outside");
        _folder.Write("dir/a", "inside");
        var tree = NewTree();
        tree.Root.Find("/dir", followLast: false, out var inode);
        ((DirectoryInode)inode!).Lookup("a", out var file);
        Directory.Delete(_folder.At("dir"), recursive: true);
        Directory.CreateSymbolicLink(_folder.At("dir"), outside.Path);

        Assert.Equal(Errno.NoEntry, ((DirectoryInode)inode).Lookup("a", out _));
        Assert.Equal(Errno.NoEntry, file!.Open(OpenFlags.Read, out _));
        Assert.Equal(Errno.NoEntry, tree.TryOpen("/dir/a", OpenFlags.Read));
    }

    [Fact]
    public void LargeFiles_AreReadInPlace()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i:D6}"));
        File.SetLastWriteTimeUtc(_folder.Write("large", text), DateTime.UtcNow.AddHours(-1));
        File.SetLastWriteTimeUtc(_folder.Write("small", "small"), DateTime.UtcNow.AddHours(-1));
        var mirror = new MirrorFileSystem(_folder.Open(), SystemClock.Instance, new MirrorOptions { MaxCachedFileBytes = 1000 });
        var tree = new FileTree(mirror);
        var file = tree.Open("/large", OpenFlags.Read);
        var buffer = new byte[6];
        Assert.Equal(Errno.Success, file.ReadAt(6 * 41_000, buffer, out _));
        Assert.Equal("041000", Encoding.ASCII.GetString(buffer));
        file.Release();
        Assert.Equal(0, mirror.CachedBytes);
        Assert.Equal("small", tree.Read("/small"));
        Assert.Equal(5, mirror.CachedBytes);
    }

    [Fact]
    public void Cache_StaysWithinItsBound()
    {
        for (var i = 0; i < 10; i++)
        {
            File.SetLastWriteTimeUtc(_folder.Write($"f{i}", new string('x', 100)), DateTime.UtcNow.AddHours(-1));
        }

        var mirror = new MirrorFileSystem(_folder.Open(), SystemClock.Instance, new MirrorOptions { CacheBytes = 350 });
        var tree = new FileTree(mirror);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(100, tree.Read($"/f{i % 10}").Length);
        }

        Assert.Equal(300, mirror.CachedBytes);
    }

    [Fact]
    public void OpenFile_KeepsItsContentWhenAnEditorReplacesTheFile()
    {
        File.SetLastWriteTimeUtc(_folder.Write("a", "first"), DateTime.UtcNow.AddHours(-1));
        var tree = NewTree();
        var file = tree.Open("/a", OpenFlags.Read);
        _folder.Write("a.tmp", "second!");
        File.Move(_folder.At("a.tmp"), _folder.At("a"), overwrite: true);
        Assert.Equal("second!", tree.Read("/a"));
        Assert.Equal("first", FileTree.Read(file));
        file.Release();
    }

    [Fact]
    public void Pipe_InTheFolder_DoesNotMakeTheGuestWait()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using (var made = System.Diagnostics.Process.Start("mkfifo", _folder.At("pipe")))
        {
            made.WaitForExit();
        }

        Assert.Equal("", NewTree().Read("/pipe"));
    }

    [Fact]
    public void Permissions_ThatForbidReading_ReturnAccessDenied()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return;
        }

        File.SetUnixFileMode(_folder.Write("secret", "x"), UnixFileMode.None);
        Assert.Equal(Errno.AccessDenied, NewTree().TryOpen("/secret", OpenFlags.Read));
    }

    [Fact]
    public void UnderAnOverlay_TheFolderIsNeverChanged()
    {
        _folder.Write("a", "host");
        _folder.Write("dir/b", "b");
        var overlay = new OverlayFileSystem(new MirrorFileSystem(_folder.Open(), SystemClock.Instance, _alwaysFresh), SystemClock.Instance);
        var tree = new FileTree(overlay);
        tree.Write("/a", "guest");
        tree.Unlink("/dir/b");
        tree.RemoveDirectory("/dir");
        tree.Write("/c", "c");

        Assert.Equal("host", _folder.Read("a"));
        Assert.Equal("b", _folder.Read("dir/b"));
        _folder.Write("later", "later");
        Assert.Equal(["a", "c", "later"], tree.Sorted("/"));
        Assert.Equal(["Modified a", "Created c", "Deleted dir"], overlay.ListChanges().Select(change => $"{change.Kind} {change.Path}"));
    }

    private FileTree NewTree() => new(new MirrorFileSystem(_folder.Open(), SystemClock.Instance, _alwaysFresh));
}
