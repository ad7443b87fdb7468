using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi.Tests;

public sealed class PathTests
{
    private readonly WasiGuest _guest = new();

    public PathTests()
    {
        Assert.Equal(Errno.Success, _guest.OnPath("path_create_directory", "box"));
        Assert.Equal(Errno.Success, _guest.OnPath("path_create_directory", "box/sub"));
        _guest.CreateFile("secret", "secret");
        _guest.CreateFile("box/f", "text");
        Box = _guest.Preopen("/box", "box");
    }

    private uint Box { get; }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/secret")]
    [InlineData("sub/../../secret")]
    [InlineData("..")]
    [InlineData("../")]
    [InlineData("sub/../..")]
    public void EveryCall_WithAPathLeavingTheDirectory_ReturnsNotCapable(string path)
    {
        var (address, length) = _guest.Text(path);
        var (inside, insideLength) = _guest.Text("inside");
        foreach (var call in new[] { "path_create_directory", "path_remove_directory", "path_unlink_file" })
        {
            Assert.Equal(Errno.NotCapable, _guest.Call(call, Box, address, length));
        }

        Assert.Equal(Errno.NotCapable, _guest.Open(path, out _, directory: Box));
        Assert.Equal(Errno.NotCapable, _guest.Open(path, out _, OFlags.Create | OFlags.Truncate, directory: Box));
        Assert.Equal(Errno.NotCapable, _guest.Call("path_filestat_get", Box, 1, address, length, 2048));
        Assert.Equal(Errno.NotCapable, _guest.Call("path_filestat_set_times", Box, 1, address, length, 0, 0, 4));
        Assert.Equal(Errno.NotCapable, _guest.Call("path_readlink", Box, address, length, 2048, 10, 1024));
        Assert.Equal(Errno.NotCapable, _guest.Call("path_rename", Box, address, length, Box, inside, insideLength));
        Assert.Equal(Errno.NotCapable, Rename("f", path));
        Assert.Equal(Errno.NotCapable, _guest.Call("path_link", Box, 0, address, length, Box, inside, insideLength));
        Assert.Equal(Errno.NotCapable, Link("f", path));
        Assert.Equal(Errno.NotCapable, SymbolicLink("f", path));
        Assert.Equal(Errno.Success, _guest.Open("secret", out _));
    }

    // RUSTSEC-2026-0269 (a trailing slash made other hosts follow what they must not) and CVE-2024-38358.
    [Theory]
    [InlineData("../secret")]
    [InlineData("../secret/")]
    [InlineData("..")]
    [InlineData("../")]
    [InlineData("../../etc/passwd")]
    public void Link_LeavingTheDirectory_IsNeverFollowed(string target)
    {
        Assert.Equal(Errno.Success, SymbolicLink(target, "link"));
        foreach (var path in new[] { "link", "link/", "link/.", "link//", "sub/../link", "link/secret", "link/secret/" })
        {
            foreach (var flags in new[] { default, OFlags.Create, OFlags.Directory, OFlags.Truncate, OFlags.Create | OFlags.Truncate })
            {
                Assert.Equal(Errno.NotCapable, _guest.Open(path, out _, flags, directory: Box));
            }
        }

        Assert.Equal(Errno.NotCapable, _guest.OnPath("path_create_directory", "link/new", Box));
        Assert.Equal(Errno.NotCapable, _guest.OnPath("path_remove_directory", "link/", Box));
        Assert.Equal(Errno.NotCapable, _guest.OnPath("path_unlink_file", "link/secret", Box));
        Assert.Equal(Errno.NotCapable, Rename("f", "link/secret"));
        Assert.Equal(Errno.Success, _guest.OnPath("path_unlink_file", "link", Box));
    }

    [Fact]
    public void SymbolicLink_WithAnAbsoluteTarget_ReturnsNotCapable() =>
        Assert.Equal(Errno.NotCapable, SymbolicLink("/secret", "link"));

    [Theory]
    [InlineData("f/", Errno.NotDirectory)]
    [InlineData("f//", Errno.NotDirectory)]
    [InlineData("f/.", Errno.NotDirectory)]
    [InlineData("none/", Errno.NoEntry)]
    [InlineData("sub/", Errno.Success)]
    [InlineData("sub//", Errno.Success)]
    [InlineData(".", Errno.Success)]
    [InlineData("./", Errno.Success)]
    [InlineData("", Errno.NoEntry)]
    public void Open_WithATrailingSlash_TakesOnlyDirectories(string path, Errno expected) =>
        Assert.Equal(expected, _guest.Open(path, out _, rights: 0, directory: Box));

    [Theory]
    [InlineData("new", OFlags.Create, Errno.Success)]
    [InlineData("f", OFlags.Create, Errno.Success)]
    [InlineData("f", OFlags.Create | OFlags.Exclusive, Errno.Exists)]
    [InlineData("f", OFlags.Directory, Errno.NotDirectory)]
    [InlineData("f", OFlags.Directory | OFlags.Truncate, Errno.NotDirectory)]
    [InlineData("new", OFlags.Create | OFlags.Directory, Errno.Invalid)]
    [InlineData("sub", OFlags.Create | OFlags.Directory, Errno.Invalid)]
    [InlineData("sub", OFlags.Create, Errno.IsDirectory)]
    [InlineData("sub", OFlags.Truncate, Errno.IsDirectory)]
    [InlineData("new/", OFlags.Create, Errno.IsDirectory)]
    [InlineData("f/", OFlags.Create, Errno.NotDirectory)]
    [InlineData("f/", OFlags.Truncate, Errno.NotDirectory)]
    [InlineData("f", (OFlags)16, Errno.Invalid)]
    [InlineData("f", (OFlags)(1 << 20), Errno.Invalid)]
    public void Open_ByFlags_AnswersAsPosix(string path, OFlags flags, Errno expected) =>
        Assert.Equal(expected, _guest.Open(path, out _, flags, rights: (ulong)Rights.FdRead, directory: Box));

    [Fact]
    public void Open_OfADirectoryForWriting_ReturnsIsDirectory()
    {
        Assert.Equal(Errno.IsDirectory, _guest.Open("sub", out _, OFlags.Directory, (ulong)(Rights.FdRead | Rights.FdWrite), directory: Box));
        Assert.Equal(Errno.Success, _guest.Open("sub", out _, OFlags.Directory, (ulong)Rights.FdRead, directory: Box));
    }

    [Fact]
    public void Open_OfASymbolicLinkWithoutFollowing_ReturnsSymbolicLinkLoop()
    {
        SymbolicLink("f", "link");
        SymbolicLink("loop", "loop");
        Assert.Equal(Errno.SymbolicLinkLoop, _guest.Open("link", out _, directory: Box, follow: false));
        Assert.Equal(Errno.NotDirectory, _guest.Open("link", out _, OFlags.Directory, directory: Box, follow: false));
        Assert.Equal(Errno.Success, _guest.Open("link", out _, directory: Box));
        Assert.Equal(Errno.SymbolicLinkLoop, _guest.Open("loop", out _, directory: Box));
    }

    [Fact]
    public void Open_Truncating_NeedsTheRightAndCutsTheFile()
    {
        Assert.Equal(Errno.Success, _guest.Open("f", out var fd, OFlags.Truncate, (ulong)Rights.FdRead, directory: Box));
        Assert.Equal(Errno.Success, _guest.Read(fd, 10, out var text));
        Assert.Equal("", text);
    }

    // RUSTSEC-2026-0149: truncating through path_open got around a read-only mount.
    [Fact]
    public void ReadOnlyFileSystem_RefusesEveryChangeAndKeepsItsFiles()
    {
        Assert.Equal(Errno.Success, _guest.OnPath("path_create_directory", "dev"));
        _guest.Files.Find("/dev", followLast: true, out var mountPoint);
        _guest.Machine.Mounts.Mount((DirectoryInode)mountPoint!, new Kernel.Vfs.Dev.DeviceFileSystem(SystemClock.Instance));

        Assert.Equal(Errno.ReadOnlyFileSystem, _guest.Open("dev/new", out _, OFlags.Create));
        Assert.Equal(Errno.ReadOnlyFileSystem, _guest.OnPath("path_create_directory", "dev/new"));
        Assert.Equal(Errno.ReadOnlyFileSystem, _guest.OnPath("path_unlink_file", "dev/null"));
        Assert.Equal(Errno.CrossDevice, Rename("box/f", "dev/null", WasiGuest.Root));
        Assert.Equal(Errno.Success, _guest.Open("dev/null", out _));
    }

    [Fact]
    public void Open_OfWhatIsNoDirectory_ReturnsNotDirectory()
    {
        _guest.Open("f", out var file, directory: Box);
        Assert.Equal(Errno.NotDirectory, _guest.Open("x", out _, directory: file));
        Assert.Equal(Errno.NotDirectory, _guest.Open("x", out _, directory: 0));
        Assert.Equal(Errno.BadFile, _guest.Open("x", out _, directory: 99));
    }

    [Fact]
    public void Paths_ThatAreNoUtf8OrTooLong_AreRefused()
    {
        var (bad, badLength) = _guest.Bytes([0x66, 0xFF, 0xFE]);
        Assert.Equal(Errno.IllegalSequence, _guest.Call("path_create_directory", Box, bad, badLength));
        Assert.Equal(Errno.NameTooLong, _guest.OnPath("path_create_directory", new string('a', 256), Box));
        Assert.Equal(Errno.NameTooLong, _guest.OnPath("path_create_directory", string.Join('/', Enumerable.Repeat("a", 3000)), Box));
        Assert.Equal(Errno.Invalid, _guest.OnPath("path_create_directory", "a\0b", Box));
        Assert.Equal(Errno.Fault, _guest.Call("path_create_directory", Box, uint.MaxValue, 2));
        Assert.Equal(Errno.Fault, _guest.Call("path_create_directory", Box, 0, uint.MaxValue));
    }

    [Fact]
    public void ReadLink_CutsOffWhatDoesNotFit()
    {
        SymbolicLink("target", "link");
        var (path, length) = _guest.Text("link");
        var buffer = _guest.Allocate(8);
        var used = _guest.Allocate(4);

        Assert.Equal(Errno.Success, _guest.Call("path_readlink", Box, path, length, buffer, 4, used));
        Assert.Equal("targ\0", _guest.ReadText(buffer, 5));
        Assert.Equal(4u, _guest.U32(used));
        var (file, fileLength) = _guest.Text("f");
        Assert.Equal(Errno.Invalid, _guest.Call("path_readlink", Box, file, fileLength, buffer, 4, used));
    }

    [Fact]
    public void FileStat_FollowsALinkOnlyWhenAsked()
    {
        SymbolicLink("f", "link");
        var (path, length) = _guest.Text("link");
        var stat = _guest.Allocate(64);
        _guest.Call("path_filestat_get", Box, 0, path, length, stat);
        Assert.Equal((byte)FileType.SymbolicLink, _guest.Memory.Bytes[stat + 16]);
        _guest.Call("path_filestat_get", Box, 1, path, length, stat);
        Assert.Equal((byte)FileType.RegularFile, _guest.Memory.Bytes[stat + 16]);
        Assert.Equal(Errno.Invalid, _guest.Call("path_filestat_get", Box, 2, path, length, stat));
    }

    [Theory]
    [InlineData("f", "g", Errno.Success)]
    [InlineData("f", "f", Errno.Success)]
    [InlineData("f", "sub", Errno.IsDirectory)]
    [InlineData("sub", "f", Errno.NotDirectory)]
    [InlineData("sub", "sub/inside", Errno.Invalid)]
    [InlineData("sub/", "moved/", Errno.Success)]
    [InlineData("f", "g/", Errno.NotDirectory)]
    [InlineData("none", "g", Errno.NoEntry)]
    [InlineData("f", "none/g", Errno.NoEntry)]
    public void Rename_AnswersAsPosix(string from, string to, Errno expected) => Assert.Equal(expected, Rename(from, to));

    [Theory]
    [InlineData("f", "g", Errno.Success)]
    [InlineData("f", "f", Errno.Exists)]
    [InlineData("f", "g/", Errno.NoEntry)]
    [InlineData("sub", "g", Errno.NotPermitted)]
    [InlineData("none", "g", Errno.NoEntry)]
    public void Link_AnswersAsPosix(string from, string to, Errno expected) => Assert.Equal(expected, Link(from, to));

    private Errno Rename(string from, string to) => Rename(from, to, Box);

    private Errno Rename(string from, string to, uint directory)
    {
        var (old, oldLength) = _guest.Text(from);
        var (target, targetLength) = _guest.Text(to);
        return _guest.Call("path_rename", directory, old, oldLength, directory, target, targetLength);
    }

    private Errno Link(string from, string to)
    {
        var (old, oldLength) = _guest.Text(from);
        var (target, targetLength) = _guest.Text(to);
        return _guest.Call("path_link", Box, 0, old, oldLength, Box, target, targetLength);
    }

    private Errno SymbolicLink(string target, string path)
    {
        var (old, oldLength) = _guest.Text(target);
        var (at, length) = _guest.Text(path);
        return _guest.Call("path_symlink", old, oldLength, Box, at, length);
    }
}
