using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi.Tests;

public sealed class ReadDirectoryTests
{
    private readonly WasiGuest _guest = new();

    [Fact]
    public void Entries_StartWithDotAndDotDot()
    {
        _guest.CreateFile("file", "");
        Assert.Equal(Errno.Success, _guest.OnPath("path_create_directory", "dir"));
        Assert.Equal([(".", FileType.Directory), ("..", FileType.Directory), ("file", FileType.RegularFile), ("dir", FileType.Directory)],
            ReadAll(4096).Select(entry => (entry.Name, entry.Type)));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Entries_ReadInSmallBuffers_AreAllSeenOnce(int bufferLength)
    {
        var names = Enumerable.Range(0, 100).Select(i => $"file-{i:d3}").ToList();
        names.ForEach(name => _guest.CreateFile(name, ""));
        Assert.Equal(names, ReadAll(bufferLength).Skip(2).Select(entry => entry.Name));
    }

    [Fact]
    public void Cookie_StaysValidWhileEntriesComeAndGo()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            _guest.CreateFile(name, "");
        }

        var b = ReadAll(4096).Single(entry => entry.Name == "b");
        _guest.OnPath("path_unlink_file", "a");
        _guest.OnPath("path_unlink_file", "b");
        _guest.OnPath("path_unlink_file", "c");
        _guest.CreateFile("e", "");
        Assert.Equal(["d", "e"], ReadAll(4096, b.Cookie).Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 1)]
    [InlineData(1UL << 63)]
    [InlineData(1000ul)]
    public void Cookie_OfNoEntry_IsTheEnd(ulong cookie)
    {
        _guest.CreateFile("f", "");
        Assert.Empty(ReadAll(4096, cookie));
    }

    [Fact]
    public void Buffer_TooSmallForAnEntry_IsFilledWithItsStart()
    {
        var used = _guest.Allocate(4);
        var buffer = _guest.Allocate(16);
        Assert.Equal(Errno.Success, _guest.Call("fd_readdir", WasiGuest.Root, buffer, 10, 0, used));
        Assert.Equal(10u, _guest.U32(used));
        Assert.Equal(1ul, _guest.U64(buffer));
        Assert.Equal(Errno.Success, _guest.Call("fd_readdir", WasiGuest.Root, buffer, 0, 0, used));
        Assert.Equal(0u, _guest.U32(used));
    }

    [Fact]
    public void ReadDirectory_OfAFile_ReturnsNotDirectory()
    {
        _guest.CreateFile("f", "");
        Assert.Equal(Errno.NotDirectory, _guest.Call("fd_readdir", _guest.MustOpen("f"), 1024, 100, 0, 2048));
        Assert.Equal(Errno.Fault, _guest.Call("fd_readdir", WasiGuest.Root, uint.MaxValue - 10, 100, 0, 2048));
        Assert.Equal(Errno.Fault, _guest.Call("fd_readdir", WasiGuest.Root, 1024, 100, 0, uint.MaxValue));
    }

    /// <summary>Reads as libc does: a buffer at a time, until one comes back that is not full.</summary>
    private List<(string Name, FileType Type, ulong Cookie)> ReadAll(int bufferLength, ulong cookie = 0)
    {
        const int Head = 24;
        List<(string Name, FileType Type, ulong Cookie)> all = [];
        var buffer = _guest.Allocate(bufferLength);
        var usedAt = _guest.Allocate(4);
        uint used;
        do
        {
            Assert.Equal(Errno.Success, _guest.Call("fd_readdir", WasiGuest.Root, buffer, (ulong)bufferLength, cookie, usedAt));
            used = _guest.U32(usedAt);
            for (uint at = 0; at + Head <= used && at + Head + _guest.U32(buffer + at + 16) <= used;)
            {
                var length = _guest.U32(buffer + at + 16);
                cookie = _guest.U64(buffer + at);
                all.Add((_guest.ReadText(buffer + at + Head, length), (FileType)_guest.Memory.Bytes[buffer + at + 20], cookie));
                at += Head + length;
            }
        }
        while (used == bufferLength);
        return all;
    }
}
