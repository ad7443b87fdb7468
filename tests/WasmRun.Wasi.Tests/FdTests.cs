using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi.Tests;

public sealed class FdTests
{
    private readonly WasiGuest _guest = new();

    [Fact]
    public void Stat_ShowsKindFlagsAndRights()
    {
        _guest.CreateFile("f", "");
        var fd = _guest.MustOpen("f", rights: (ulong)(Rights.FdRead | Rights.FdTell | Rights.PathOpen), flags: FdFlags.Append | FdFlags.Sync);
        var stat = _guest.Allocate(24);

        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_get", fd, stat));

        Assert.Equal((byte)FileType.RegularFile, _guest.Memory.Bytes[stat]);
        Assert.Equal((uint)(FdFlags.Append | FdFlags.Sync), _guest.U32(stat + 2) & 0xFFFF);
        Assert.Equal((ulong)(Rights.FdRead | Rights.FdTell), _guest.U64(stat + 8));
        Assert.Equal(0ul, _guest.U64(stat + 16));
    }

    [Fact]
    public void Stat_OfADirectory_ShowsNoRightsOfData()
    {
        var stat = _guest.Allocate(24);
        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_get", WasiGuest.Root, stat));
        Assert.Equal((byte)FileType.Directory, _guest.Memory.Bytes[stat]);
        const Rights OfData = Rights.FdRead | Rights.FdWrite | Rights.FdSeek | Rights.FdTell | Rights.FdAllocate | Rights.FdFileStatSetSize;
        Assert.Equal(0ul, _guest.U64(stat + 8) & (ulong)OfData);
        Assert.Equal(WasiGuest.AllRights, _guest.U64(stat + 16));
    }

    // libc's isatty: a character device without the rights to seek and tell.
    [Fact]
    public void Stat_OfATerminal_ShowsNoSeek_AndOfOtherDevicesDoes()
    {
        var (end, _) = Kernel.Pipes.Pipe.Create();
        var terminal = _guest.Add(new Kernel.Terminals.TerminalFile(end, new Kernel.Terminals.TerminalSize(80, 24)));
        var device = _guest.Add(new Kernel.Vfs.Dev.NullDevice());
        var stat = _guest.Allocate(24);
        const ulong Place = (ulong)(Rights.FdSeek | Rights.FdTell);

        _guest.Call("fd_fdstat_get", terminal, stat);
        Assert.Equal(0ul, _guest.U64(stat + 8) & Place);
        _guest.Call("fd_fdstat_get", device, stat);
        Assert.Equal(Place, _guest.U64(stat + 8) & Place);
        Assert.Equal((byte)FileType.CharacterDevice, _guest.Memory.Bytes[stat]);
    }

    [Fact]
    public void SetFlags_OfUnknownBits_ReturnsInvalid()
    {
        Assert.Equal(Errno.Invalid, _guest.Call("fd_fdstat_set_flags", 0, 32));
        Assert.Equal(Errno.Invalid, _guest.Call("fd_fdstat_set_flags", 0, uint.MaxValue));
    }

    [Fact]
    public void SetRights_GivesUpAndNeverGains()
    {
        _guest.CreateFile("f", "abc");
        var fd = _guest.MustOpen("f", rights: (ulong)(Rights.FdRead | Rights.FdSeek));

        Assert.Equal(Errno.NotCapable, _guest.Call("fd_fdstat_set_rights", fd, (ulong)(Rights.FdRead | Rights.FdWrite), 0));
        Assert.Equal(Errno.NotCapable, _guest.Call("fd_fdstat_set_rights", fd, (ulong)Rights.FdRead, (ulong)Rights.FdRead));
        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_set_rights", fd, (ulong)Rights.FdSeek, 0));
        Assert.Equal(Errno.NotCapable, _guest.Read(fd, 4, out _));
        Assert.Equal(Errno.NotCapable, _guest.Call("fd_fdstat_set_rights", fd, (ulong)(Rights.FdRead | Rights.FdSeek), 0));
    }

    [Fact]
    public void Rights_GivenUpByADirectory_AreGoneForWhatItOpens()
    {
        _guest.CreateFile("f", "abc");
        Assert.Equal(Errno.Success, _guest.Open(".", out var directory, OFlags.Directory, (ulong)Rights.PathOpen, (ulong)Rights.FdRead));

        Assert.Equal(Errno.Success, _guest.Open("f", out _, rights: (ulong)Rights.FdRead, inheriting: 0, directory: directory));
        Assert.Equal(Errno.NotCapable, _guest.Open("f", out _, rights: (ulong)Rights.FdWrite, inheriting: 0, directory: directory));
        Assert.Equal(Errno.NotCapable, _guest.Open("f", out _, rights: 0, inheriting: (ulong)Rights.FdWrite, directory: directory));
        Assert.Equal(Errno.NotCapable, _guest.Open("f", out _, OFlags.Truncate, rights: 0, inheriting: 0, directory: directory));
        Assert.Equal(Errno.NotCapable, _guest.Open("new", out _, OFlags.Create, rights: 0, inheriting: 0, directory: directory));
        Assert.Equal(Errno.NotCapable, _guest.OnPath("path_unlink_file", "f", directory));
    }

    // CVE-2025-53901: renumbering onto itself or a closed descriptor, then opening, broke other hosts.
    [Fact]
    public void Renumber_OntoItselfOrAClosedDescriptor_ChangesNothing()
    {
        _guest.CreateFile("f", "");
        var fd = _guest.MustOpen("f");

        Assert.Equal(Errno.Success, _guest.Call("fd_renumber", fd, fd));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_renumber", fd, 50));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_renumber", 50, fd));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_renumber", fd, uint.MaxValue));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_renumber", uint.MaxValue, int.MaxValue));
        Assert.Equal(fd + 1, _guest.MustOpen("f"));
    }

    [Fact]
    public void Close_FreesTheNumber()
    {
        _guest.CreateFile("f", "");
        var fd = _guest.MustOpen("f");
        Assert.Equal(Errno.Success, _guest.Call("fd_close", fd));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_close", fd));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_close", uint.MaxValue));
        Assert.Equal(fd, _guest.MustOpen("f"));
    }

    // RUSTSEC-2026-0182: descriptors that the guest could never learn of, and so never close.
    [Fact]
    public void Open_WithoutAPlaceForTheResult_OpensAndMakesNothing()
    {
        var (address, length) = _guest.Text("new");
        var count = _guest.Process.Files.Count;
        Assert.Equal(
            Errno.Fault,
            _guest.Call("path_open", WasiGuest.Root, 0, address, length, (ulong)OFlags.Create, WasiGuest.AllRights, 0, 0, uint.MaxValue));
        Assert.Equal(count, _guest.Process.Files.Count);
        Assert.Equal(Errno.NoEntry, _guest.Open("new", out _));
    }

    [Fact]
    public void Open_BeyondTheLimit_ReturnsTooManyOpenFiles()
    {
        _guest.CreateFile("f", "");
        while (_guest.Process.Files.Count < _guest.Process.Limits.OpenFiles)
        {
            _guest.Add(new Kernel.Vfs.Dev.NullDevice());
        }

        Assert.Equal(Errno.TooManyOpenFiles, _guest.Open("f", out _));
    }

    [Fact]
    public void Prestat_TellsTheNamesOfPreopensAndEndsWithBadFile()
    {
        var second = _guest.Preopen("/", "/wörk");
        var prestat = _guest.Allocate(8);
        Assert.Equal(Errno.Success, _guest.Call("fd_prestat_get", second, prestat));
        Assert.Equal(0, _guest.Memory.Bytes[prestat]);
        Assert.Equal(6u, _guest.U32(prestat + 4));

        var name = _guest.Allocate(8);
        Assert.Equal(Errno.Success, _guest.Call("fd_prestat_dir_name", second, name, 8));
        Assert.Equal("/wörk\0", _guest.ReadText(name, 7));
        Assert.Equal(Errno.NameTooLong, _guest.Call("fd_prestat_dir_name", second, name, 5));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_prestat_get", second + 1, prestat));
        Assert.Equal(Errno.BadFile, _guest.Call("fd_prestat_get", 0, prestat));
    }

    [Fact]
    public void FileStat_TellsSizeKindAndTimes()
    {
        _guest.CreateFile("f", "abc");
        var fd = _guest.MustOpen("f");
        var stat = _guest.Allocate(64);

        Assert.Equal(Errno.Success, _guest.Call("fd_filestat_set_times", fd, 1_000, 2_000, 1 | 4));
        Assert.Equal(Errno.Success, _guest.Call("fd_filestat_set_size", fd, 100));
        Assert.Equal(Errno.Success, _guest.Call("fd_filestat_set_times", fd, 0, 2_000, 4));
        Assert.Equal(Errno.Success, _guest.Call("fd_filestat_get", fd, stat));

        Assert.Equal((byte)FileType.RegularFile, _guest.Memory.Bytes[stat + 16]);
        Assert.Equal(1ul, _guest.U64(stat + 24));
        Assert.Equal(100ul, _guest.U64(stat + 32));
        Assert.Equal(1_000ul, _guest.U64(stat + 40));
        Assert.Equal(2_000ul, _guest.U64(stat + 48));
    }

    [Theory]
    [InlineData(1u | 2u)]
    [InlineData(4u | 8u)]
    [InlineData(16u)]
    public void SetTimes_WithContradictingOrUnknownFlags_ReturnsInvalid(uint flags)
    {
        _guest.CreateFile("f", "");
        var fd = _guest.MustOpen("f");
        var (path, length) = _guest.Text("f");
        Assert.Equal(Errno.Invalid, _guest.Call("fd_filestat_set_times", fd, 0, 0, flags));
        Assert.Equal(Errno.Invalid, _guest.Call("path_filestat_set_times", WasiGuest.Root, 0, path, length, 0, 0, flags));
    }

    [Fact]
    public void SetTimes_ToNow_UsesTheMachinesClock()
    {
        _guest.CreateFile("f", "");
        var fd = _guest.MustOpen("f");
        var stat = _guest.Allocate(64);
        _guest.Call("fd_filestat_set_times", fd, 1, 1, 1 | 4);
        var before = (ulong)_guest.Machine.Clock.RealtimeNanoseconds;
        _guest.Call("fd_filestat_set_times", fd, 0, 0, 2 | 8);
        _guest.Call("fd_filestat_get", fd, stat);
        Assert.True(_guest.U64(stat + 40) >= before && _guest.U64(stat + 48) >= before);
    }
}
