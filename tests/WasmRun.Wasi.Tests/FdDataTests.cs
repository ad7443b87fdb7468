using WasmRun.Kernel;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi.Tests;

public sealed class FdDataTests
{
    private readonly WasiGuest _guest = new();

    [Fact]
    public void Write_OfThreeBuffers_ArrivesWholeAndInOrder()
    {
        var (vectors, count) = _guest.Vectors(_guest.Text("one,"), _guest.Text(""), _guest.Text("two,"), _guest.Text("three"));
        var written = _guest.Allocate(4);

        Assert.Equal(Errno.Success, _guest.Call("fd_write", 1, vectors, count, written));

        Assert.Equal(13u, _guest.U32(written));
        var buffer = new byte[64];
        _guest.Output.Read(buffer, out var length);
        Assert.Equal("one,two,three", System.Text.Encoding.UTF8.GetString(buffer, 0, length));
    }

    [Fact]
    public void Read_ScattersOverTheBuffersAndStopsAtTheEnd()
    {
        _guest.CreateFile("f", "abcdefgh");
        var fd = _guest.MustOpen("f");
        var one = _guest.Allocate(3);
        var two = _guest.Allocate(10);
        var (vectors, count) = _guest.Vectors((one, 3), (0, 0), (two, 10));
        var read = _guest.Allocate(4);

        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, vectors, count, read));

        Assert.Equal(8u, _guest.U32(read));
        Assert.Equal("abc", _guest.ReadText(one, 3));
        Assert.Equal("defgh\0", _guest.ReadText(two, 6));
    }

    [Fact]
    public void Read_OfAPipe_TakesWhatIsThereWithoutWaitingForMoreBuffers()
    {
        _guest.Input.Write("abcd"u8, out _);
        var (vectors, count) = _guest.Vectors((_guest.Allocate(4), 4), (_guest.Allocate(4), 4));
        var read = _guest.Allocate(4);

        Assert.Equal(Errno.Success, _guest.Call("fd_read", 0, vectors, count, read));
        Assert.Equal(4u, _guest.U32(read));
    }

    [Fact]
    public void Read_OfAnEmptyPipe_WaitsForData()
    {
        var thread = new Thread(() => Assert.Equal(Errno.Success, _guest.Read(0, 16, out _)));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => _guest.Process.State == ProcessState.Sleeping, TimeSpan.FromSeconds(5)));
        _guest.Input.Write("x"u8, out _);
        Assert.True(thread.Join(5000));
    }

    [Fact]
    public void Read_OfANonBlockingEmptyPipe_ReturnsWouldBlock()
    {
        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_set_flags", 0, (ulong)FdFlags.NonBlocking));
        Assert.Equal(Errno.WouldBlock, _guest.Read(0, 16, out _));
    }

    [Fact]
    public void Write_OfALargeAmount_ToAPipe_WaitsForTheReader()
    {
        const int Length = 3 * Pipe.DefaultCapacity / 2;
        var (vectors, count) = _guest.Vectors((0, Length), (0, 10));
        var written = _guest.Allocate(4);
        var thread = new Thread(() => Assert.Equal(Errno.Success, _guest.Call("fd_write", 1, vectors, count, written)));
        thread.Start();
        var total = 0;
        var buffer = new byte[8192];
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _guest.Output.Read(buffer, out var length);
                return (total += length) == Length + 10;
            },
            TimeSpan.FromSeconds(5)));
        Assert.True(thread.Join(5000));
        Assert.Equal((uint)total, _guest.U32(written));
    }

    [Fact]
    public void Vectors_OutsideTheMemory_ReturnFaultAndMoveNothing()
    {
        _guest.CreateFile("f", "text");
        var fd = _guest.MustOpen("f");
        var good = (_guest.Allocate(2), 2u);
        var read = _guest.Allocate(4);
        var (badBuffer, _) = _guest.Vectors(good, (uint.MaxValue, 2));
        var (badLength, _) = _guest.Vectors(good, (1024, (uint)_guest.Memory.Bytes.Length));
        var (fine, _) = _guest.Vectors(good);

        Assert.Equal(Errno.Fault, _guest.Call("fd_read", fd, badBuffer, 2, read));
        Assert.Equal(Errno.Fault, _guest.Call("fd_read", fd, badLength, 2, read));
        Assert.Equal(Errno.Fault, _guest.Call("fd_read", fd, uint.MaxValue - 8, 2, read));
        Assert.Equal(Errno.Fault, _guest.Call("fd_read", fd, fine, 1, uint.MaxValue));
        Assert.Equal(Errno.Fault, _guest.Call("fd_write", 1, badBuffer, 2, read));

        Assert.Equal(Errno.Success, _guest.Read(fd, 10, out var text));
        Assert.Equal("text", text);
    }

    [Fact]
    public void Vectors_WhoseLengthsOverflow_ReturnInvalid()
    {
        var read = _guest.Allocate(4);
        var (overflow, _) = _guest.Vectors((0, uint.MaxValue), (0, uint.MaxValue));
        Assert.Contains(_guest.Call("fd_read", 0, overflow, 2, read), new[] { Errno.Invalid, Errno.Fault });
        Assert.Equal(Errno.Invalid, _guest.Call("fd_read", 0, overflow, 1025, read));
        Assert.Equal(Errno.Invalid, _guest.Call("fd_read", 0, overflow, uint.MaxValue, read));
    }

    [Fact]
    public void Read_OverItsOwnListOfBuffers_UsesTheListAsItWas()
    {
        _guest.CreateFile("f", new string('\u007f', 64));
        var fd = _guest.MustOpen("f");
        var list = _guest.Allocate(16);
        var target = _guest.Allocate(8);
        _guest.Memory.WriteU32(list, list);
        _guest.Memory.WriteU32(list + 4, 16);
        _guest.Memory.WriteU32(list + 8, target);
        _guest.Memory.WriteU32(list + 12, 8);
        var read = _guest.Allocate(4);

        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, list, 2, read));
        Assert.Equal(24u, _guest.U32(read));
        Assert.Equal(new string('\u007f', 8), _guest.ReadText(target, 8));
    }

    [Fact]
    public void ReadAtAndWriteAt_LeaveTheOffset()
    {
        _guest.CreateFile("f", "0123456789");
        var fd = _guest.MustOpen("f");
        var buffer = _guest.Allocate(4);
        var (vectors, count) = _guest.Vectors((buffer, 4));
        var result = _guest.Allocate(8);

        Assert.Equal(Errno.Success, _guest.Call("fd_pread", fd, vectors, count, 3, result));
        Assert.Equal("3456", _guest.ReadText(buffer, 4));
        Assert.Equal(Errno.Success, _guest.Call("fd_pwrite", fd, vectors, count, 0, result));
        Assert.Equal(Errno.Success, _guest.Call("fd_tell", fd, result));
        Assert.Equal(0ul, _guest.U64(result));
        _guest.Read(fd, 20, out var text);
        Assert.Equal("3456456789", text);
        Assert.Equal(Errno.Invalid, _guest.Call("fd_pread", fd, vectors, count, ulong.MaxValue, result));
    }

    [Fact]
    public void PositionedCalls_OnAPipe_ReturnIllegalSeek()
    {
        var (vectors, count) = _guest.Vectors((_guest.Allocate(4), 4));
        var result = _guest.Allocate(8);
        Assert.Equal(Errno.IllegalSeek, _guest.Call("fd_pread", 0, vectors, count, 0, result));
        Assert.Equal(Errno.IllegalSeek, _guest.Call("fd_seek", 0, 0, 0, result));
        Assert.Equal(Errno.IllegalSeek, _guest.Call("fd_tell", 0, result));
    }

    [Theory]
    [InlineData(4L, 0u, Errno.Success, 4ul)]
    [InlineData(-1L, 2u, Errno.Success, 9ul)]
    [InlineData(100L, 2u, Errno.Success, 110ul)]
    [InlineData(-1L, 0u, Errno.Invalid, 0ul)]
    [InlineData(-11L, 2u, Errno.Invalid, 0ul)]
    [InlineData(0L, 3u, Errno.Invalid, 0ul)]
    [InlineData(0L, 257u, Errno.Invalid, 0ul)]
    public void Seek_MovesFromStartHereOrEnd(long offset, uint whence, Errno expected, ulong position)
    {
        _guest.CreateFile("f", "0123456789");
        var fd = _guest.MustOpen("f");
        var result = _guest.Allocate(8);
        Assert.Equal(expected, _guest.Call("fd_seek", fd, (ulong)offset, whence, result));
        Assert.Equal(position, _guest.U64(result));
    }

    [Fact]
    public void Append_WritesAtTheEndWhereverTheOffsetIs()
    {
        _guest.CreateFile("f", "abc");
        var fd = _guest.MustOpen("f", flags: FdFlags.Append);
        Assert.Equal(Errno.Success, _guest.Call("fd_seek", fd, 0, 0, _guest.Allocate(8)));
        _guest.Write(fd, "d", out _);
        Assert.Equal(Errno.Success, _guest.Call("fd_pread", fd, _guest.Vectors((2048, 4)).Address, 1, 0, 1024));
        Assert.Equal("abcd", _guest.ReadText(2048, 4));
    }

    [Fact]
    public void Read_OfWhatIsNotOpenForIt_ReturnsBadFile()
    {
        _guest.CreateFile("f", "");
        var writeOnly = _guest.MustOpen("f", rights: (ulong)Rights.FdWrite);
        var readOnly = _guest.MustOpen("f", rights: (ulong)Rights.FdRead);
        Assert.Equal(Errno.BadFile, _guest.Read(writeOnly, 4, out _));
        Assert.Equal(Errno.BadFile, _guest.Write(readOnly, "x", out _));
        Assert.Equal(Errno.BadFile, _guest.Read(77, 4, out _));
        Assert.Equal(Errno.BadFile, _guest.Read(uint.MaxValue, 4, out _));
    }

    [Fact]
    public void DataCalls_OnADirectory_ReturnIsDirectory()
    {
        var result = _guest.Allocate(8);
        Assert.Equal(Errno.IsDirectory, _guest.Read(WasiGuest.Root, 4, out _));
        Assert.Equal(Errno.IsDirectory, _guest.Write(WasiGuest.Root, "x", out _));
        Assert.Equal(Errno.IsDirectory, _guest.Call("fd_seek", WasiGuest.Root, 0, 1, result));
        Assert.Equal(Errno.IsDirectory, _guest.Call("fd_tell", WasiGuest.Root, result));
        Assert.Equal(Errno.IsDirectory, _guest.Call("fd_allocate", WasiGuest.Root, 0, 1));
        Assert.Equal(Errno.IsDirectory, _guest.Call("fd_filestat_set_size", WasiGuest.Root, 1));
    }

    [Fact]
    public void Write_ToAPipeWithoutAReader_ReturnsBrokenPipe()
    {
        _guest.Output.Release();
        Assert.Equal(Errno.BrokenPipe, _guest.Write(1, "x", out _));
    }

    [Fact]
    public void Allocate_GrowsAndNeverShrinks()
    {
        _guest.CreateFile("f", "abc");
        var fd = _guest.MustOpen("f");
        var stat = _guest.Allocate(64);
        Assert.Equal(Errno.Success, _guest.Call("fd_allocate", fd, 0, 2));
        Assert.Equal(Errno.Success, _guest.Call("fd_allocate", fd, 10, 6));
        _guest.Call("fd_filestat_get", fd, stat);
        Assert.Equal(16ul, _guest.U64(stat + 32));
        Assert.Equal(Errno.Invalid, _guest.Call("fd_allocate", fd, 0, 0));
        Assert.Equal(Errno.Invalid, _guest.Call("fd_allocate", fd, ulong.MaxValue, 2));
        Assert.Equal(Errno.FileTooBig, _guest.Call("fd_allocate", fd, 0, 1UL << 40));
    }

    [Fact]
    public void Advise_ChecksTheAdvice()
    {
        _guest.CreateFile("f", "");
        var fd = _guest.MustOpen("f");
        Assert.Equal(Errno.Success, _guest.Call("fd_advise", fd, 0, 10, 5));
        Assert.Equal(Errno.Invalid, _guest.Call("fd_advise", fd, 0, 10, 6));
    }
}
