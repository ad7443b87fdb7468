using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Tests;

public sealed class PathWalkerTests
{
    private readonly TestMachine _test = new();

    public PathWalkerTests()
    {
        PathOperations.CreateDirectory(_test.Root, "/a");
        PathOperations.CreateDirectory(_test.Root, "/a/b");
        _test.WriteFile("/a/b/file", "text");
        _test.WriteFile("/secret", "secret");
    }

    [Theory]
    [InlineData("/a/b/file", Errno.Success)]
    [InlineData("a/./b//file", Errno.Success)]
    [InlineData("/a/b/../b/file", Errno.Success)]
    [InlineData("/../../a/b/file", Errno.Success)]
    [InlineData("/a/b/file/", Errno.NotDirectory)]
    [InlineData("/a/b/file/.", Errno.NotDirectory)]
    [InlineData("/a/none/file", Errno.NoEntry)]
    [InlineData("/a/b/file/x", Errno.NotDirectory)]
    [InlineData("", Errno.NoEntry)]
    public void Find_InThePosixTree_AnswersAsPosix(string path, Errno expected) =>
        Assert.Equal(expected, _test.Root.Find(path, followLast: true, out _));

    [Theory]
    [InlineData("../secret")]
    [InlineData("b/../../secret")]
    [InlineData("/secret")]
    [InlineData("..")]
    [InlineData("../a/b/file")]
    public void Find_LeavingTheBoundary_ReturnsNotCapable(string path) =>
        Assert.Equal(Errno.NotCapable, _test.Beneath("/a").Find(path, followLast: true, out _));

    [Theory]
    [InlineData("../../secret")]
    [InlineData("/secret")]
    [InlineData("../../secret/")]
    public void Find_ThroughASymlinkLeavingTheBoundary_ReturnsNotCapable(string target)
    {
        Assert.Equal(Errno.Success, PathOperations.CreateSymbolicLink(_test.Root, target, "/a/b/link"));

        Assert.Equal(Errno.NotCapable, _test.Beneath("/a").Find("b/link", followLast: true, out _));
        Assert.Equal(Errno.NotCapable, _test.Beneath("/a").Find("b/link/", followLast: false, out _));
        Assert.Equal(Errno.NotCapable, PathOperations.Open(_test.Beneath("/a"), "b/link", OpenFlags.Write | OpenFlags.Create, 0, out _));
    }

    [Fact]
    public void Find_ThroughALoopOfSymlinks_ReturnsSymbolicLinkLoop()
    {
        PathOperations.CreateSymbolicLink(_test.Root, "two", "/one");
        PathOperations.CreateSymbolicLink(_test.Root, "one", "/two");

        Assert.Equal(Errno.SymbolicLinkLoop, _test.Root.Find("/one", followLast: true, out _));
        Assert.Equal(Errno.Success, _test.Root.Find("/one", followLast: false, out var link));
        Assert.Equal(FileType.SymbolicLink, link!.Type);
    }

    [Fact]
    public void Find_ThroughASymlinkToADirectory_FollowsRelativeToTheLink()
    {
        PathOperations.CreateSymbolicLink(_test.Root, "../a/b", "/a/again");

        Assert.Equal(Errno.Success, _test.Root.Find("/a/again/file", followLast: true, out _));
        Assert.Equal(Errno.Success, _test.Root.Find("/a/again/../b/file", followLast: true, out _));
    }

    [Fact]
    public void Open_DanglingSymlinkWithCreate_MakesTheTarget()
    {
        PathOperations.CreateSymbolicLink(_test.Root, "made", "/a/link");

        Assert.Equal(Errno.Success, PathOperations.Open(_test.Root, "/a/link", OpenFlags.Write | OpenFlags.Create, 0x1A4, out var file));
        file!.Release();
        Assert.Equal(Errno.Success, _test.Root.Find("/a/made", followLast: false, out _));
    }

    [Fact]
    public void Open_SymlinkWithCreateExclusive_ReturnsExists()
    {
        PathOperations.CreateSymbolicLink(_test.Root, "made", "/a/link");

        var flags = OpenFlags.Write | OpenFlags.Create | OpenFlags.Exclusive;
        Assert.Equal(Errno.Exists, PathOperations.Open(_test.Root, "/a/link", flags, 0, out _));
    }

    [Fact]
    public void ParentOf_AcrossAMount_LeadsToTheDirectoryAboveTheMountPoint()
    {
        _test.Root.Find("/a/b", followLast: true, out var covered);
        var mounted = new WasmRun.Kernel.Vfs.Memory.MemoryFileSystem(_test.Machine.Clock);
        Assert.Equal(Errno.Success, _test.Machine.Mounts.Mount((DirectoryInode)covered!, mounted));

        Assert.Equal(Errno.NoEntry, _test.Root.Find("/a/b/file", followLast: true, out _));
        Assert.Equal(Errno.Success, _test.Root.Find("/a/b/../b/..", followLast: true, out var a));
        Assert.Equal(Errno.Success, _test.Root.Find("/a", followLast: true, out var expected));
        Assert.Same(expected, a);
        Assert.Equal(Errno.Busy, PathOperations.RemoveDirectory(_test.Root, "/a/b"));
        Assert.Equal(Errno.Busy, PathOperations.Rename(_test.Root, "/a/b", _test.Root, "/c"));
    }
}
