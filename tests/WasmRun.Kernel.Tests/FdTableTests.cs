using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs.Dev;

namespace WasmRun.Kernel.Tests;

public sealed class FdTableTests
{
    [Fact]
    public void Add_GivesTheLowestFreeNumber()
    {
        var table = new FdTable(16);
        for (var expected = 0; expected < 12; expected++)
        {
            Assert.Equal(Errno.Success, table.Add(NewDescriptor(), out var fd));
            Assert.Equal(expected, fd);
        }

        table.Close(4);
        table.Add(NewDescriptor(), out var reused);
        Assert.Equal(4, reused);
    }

    [Fact]
    public void Add_BeyondTheLimit_ReturnsTooManyOpenFilesAndReleasesTheFile()
    {
        var table = new FdTable(1);
        table.Add(NewDescriptor(), out _);
        Assert.Equal(Errno.TooManyOpenFiles, table.Add(NewDescriptor(), out var fd));
        Assert.Equal(-1, fd);
    }

    // CVE-2025-53901: renumbering onto itself or onto a closed descriptor, then opening, broke other hosts.
    [Fact]
    public void Renumber_OntoItselfOrAClosedNumber_ChangesNothing()
    {
        var table = new FdTable(16);
        table.Add(NewDescriptor(), out var fd);

        Assert.Equal(Errno.Success, table.Renumber(fd, fd));
        Assert.Equal(Errno.BadFile, table.Renumber(fd, 7));
        Assert.Equal(Errno.BadFile, table.Renumber(7, fd));
        Assert.Equal(Errno.BadFile, table.Renumber(-1, int.MaxValue));
        Assert.Equal(1, table.Count);
        table.Add(NewDescriptor(), out var next);
        Assert.Equal(1, next);
    }

    [Fact]
    public void Renumber_MovesTheFileAndFreesTheOldNumber()
    {
        var table = new FdTable(16);
        table.Add(NewDescriptor(), out var from);
        table.Add(NewDescriptor(), out var to);
        table.Get(from, out var moved);

        Assert.Equal(Errno.Success, table.Renumber(from, to));

        table.Get(to, out var now);
        Assert.Same(moved, now);
        Assert.Equal(Errno.BadFile, table.Get(from, out _));
    }

    private static FileDescriptor NewDescriptor() => new(new NullDevice());
}
