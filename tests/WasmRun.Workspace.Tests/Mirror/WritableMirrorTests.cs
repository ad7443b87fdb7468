using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Tests.Vfs;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Host;
using WasmRun.Workspace.Mirror;

namespace WasmRun.Workspace.Tests.Mirror;

public sealed class WritableMirrorTests : FileSystemContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private MirrorFileSystem? _mirror;

    private protected override bool HasHardLinks => false;

    public void Dispose()
    {
        _mirror?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Writes_ReachTheFolder()
    {
        var tree = NewTree();
        tree.Write("/dir/new", "n");
        tree.MakeDirectory("/made");
        tree.Rename("/old", "/made/old");
        tree.Unlink("/dir/in");
        Assert.Equal(("n", "old"), (_folder.Read("dir/new"), _folder.Read("made/old")));
        Assert.False(File.Exists(_folder.At("old")) || File.Exists(_folder.At("dir/in")));
    }

    [Fact]
    public void Rewrite_ShowsTheOldContentUntilItIsClosed()
    {
        var tree = NewTree(new MirrorOptions { IsWritable = true, ReplaceAfter = TimeSpan.FromMinutes(1) });
        var file = tree.Open("/old", OpenFlags.Write | OpenFlags.Truncate);
        file.Write("half"u8, out _);
        Assert.Equal("old", _folder.Read("old"));
        Assert.Equal(4ul, tree.Status("/old").Size);
        Assert.Equal(["dir", "old"], tree.Sorted("/"));
        file.Write(" whole"u8, out _);
        file.Release();
        Assert.Equal("half whole", _folder.Read("old"));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void Rewrite_ThatGoesOn_IsShownAfterAMoment()
    {
        var tree = NewTree(new MirrorOptions { IsWritable = true, ReplaceAfter = TimeSpan.FromMilliseconds(1) });
        var file = tree.Open("/old", OpenFlags.Write | OpenFlags.Truncate);
        file.Write("log"u8, out _);
        Assert.True(SpinWait.SpinUntil(() => _folder.Read("old") == "log", TimeSpan.FromSeconds(10)));
        file.Write(" more"u8, out _);
        Assert.Equal("log more", _folder.Read("old"));
        file.Release();
    }

    [Fact]
    public void Rewrite_SyncedOrFlushed_IsShownAtOnce()
    {
        var tree = NewTree(new MirrorOptions { IsWritable = true, ReplaceAfter = TimeSpan.FromMinutes(1) });
        var file = tree.Open("/old", OpenFlags.Write | OpenFlags.Truncate);
        file.Write("synced"u8, out _);
        Assert.Equal(Errno.Success, file.Sync());
        Assert.Equal("synced", _folder.Read("old"));
        file.Release();

        var second = tree.Open("/old", OpenFlags.Write | OpenFlags.Truncate);
        second.Write("flushed"u8, out _);
        _mirror!.Flush();
        Assert.Equal("flushed", _folder.Read("old"));
        second.Release();
    }

    [Fact]
    public void Rewrite_ThatCannotTakeItsPlace_IsTold()
    {
        var tree = NewTree(new MirrorOptions { IsWritable = true, ReplaceAfter = TimeSpan.FromMinutes(1) });
        var told = new List<string>();
        _mirror!.WriteFailed += (path, errno) => told.Add($"{path} {errno}");
        var file = tree.Open("/old", OpenFlags.Write | OpenFlags.Truncate);
        file.Write("new"u8, out _);
        File.Delete(_folder.At("old"));
        Directory.CreateDirectory(_folder.At("old/in/the/way"));
        Assert.NotEqual(Errno.Success, file.Sync());
        file.Release();
        Assert.StartsWith("old ", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(["dir", "old"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void HalfWrittenReplacement_OfADaemonThatDied_IsRemovedOnceOld()
    {
        File.SetLastWriteTimeUtc(_folder.Write(".wasmrun-new-1", "half"), DateTime.UtcNow.AddHours(-2));
        _folder.Write(".wasmrun-new-2", "of another daemon");
        Assert.Equal(["dir", "old"], NewTree().Sorted("/"));
        Assert.False(File.Exists(_folder.At(".wasmrun-new-1")));
        Assert.True(File.Exists(_folder.At(".wasmrun-new-2")));
    }

    [Fact]
    public void Rewrite_KeepsThePermissions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var tree = NewTree();
        File.SetUnixFileMode(_folder.At("old"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        tree.Write("/old", "new");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.At("old")));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("dir/../../outside")]
    public void SymbolicLink_ThatWouldLeaveTheFolder_ReturnsNotPermitted(string target) =>
        Assert.Equal(Errno.NotPermitted, PathOperations.CreateSymbolicLink(NewTree().Root, target, "/link"));

    [Fact]
    public void SymbolicLink_UpInsideTheFolder_IsMade()
    {
        var tree = NewTree();
        tree.MakeLink("../old", "/dir/up");
        Assert.Equal("old", tree.Read("/dir/up"));
        Assert.Equal("../old", new FileInfo(_folder.At("dir/up")).LinkTarget);
        Assert.Equal(Errno.NotPermitted, PathOperations.CreateSymbolicLink(tree.Root, "../../out", "/dir/out"));
    }

    [Fact]
    public void Write_BelowADirectoryThatBecameALink_NeverLeavesTheFolder()
    {
        using var outside = new TemporaryFolder();
        outside.Write("in", "outside");
        var tree = NewTree();
        tree.Root.Find("/dir", followLast: false, out var inode);
        var directory = (DirectoryInode)inode!;
        directory.Lookup("in", out var file);
        Directory.Delete(_folder.At("dir"), recursive: true);
        Directory.CreateSymbolicLink(_folder.At("dir"), outside.Path);

        Assert.NotEqual(Errno.Success, file!.Open(OpenFlags.ReadWrite, out _));
        Assert.NotEqual(Errno.Success, file.SetSize(0));
        Assert.NotEqual(Errno.Success, directory.CreateFile("planted", 0x1A4, out _));
        Assert.NotEqual(Errno.Success, directory.Unlink("in"));
        Assert.Equal("outside", outside.Read("in"));
        Assert.Single(Directory.GetFileSystemEntries(outside.Path));
    }

    [Fact]
    public void Create_OfANameThatTheHostConfuses_IsRefused()
    {
        var tree = NewTree(new MirrorOptions { IsWritable = true }, HostNaming.Windows);
        Assert.Equal(Errno.Invalid, tree.TryOpen("/OLD", OpenFlags.Write | OpenFlags.Create));
        Assert.Equal(Errno.Invalid, tree.TryOpen("/nul.txt", OpenFlags.Write | OpenFlags.Create));
        Assert.Equal(Errno.Invalid, PathOperations.CreateDirectory(tree.Root, "/a:b"));
        Assert.Equal(Errno.Invalid, tree.Rename("/old", "/DIR"));
        Assert.Equal(Errno.Success, tree.Rename("/old", "/Old"));
    }

    [Fact]
    public void WrittenThrough_NamesWhatTheGuestChanged()
    {
        var tree = NewTree();
        var told = new List<string>();
        _mirror!.WrittenThrough += path =>
        {
            lock (told)
            {
                told.Add(path);
            }
        };
        tree.Write("/old", "x");
        tree.Write("/dir/new", "x");
        tree.Unlink("/dir/in");
        Assert.Equal(["dir/in", "dir/new", "old"], told.Distinct().Order(StringComparer.Ordinal));
    }

    private protected override FileTree NewTree() => NewTree(new MirrorOptions { IsWritable = true });

    private FileTree NewTree(MirrorOptions options, HostNaming? naming = null)
    {
        _folder.Write("old", "old");
        _folder.Write("dir/in", "in");
        _mirror = new MirrorFileSystem(_folder.Open(naming), SystemClock.Instance, options);
        return new FileTree(_mirror);
    }
}
