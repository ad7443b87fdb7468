using System.Text;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Tests.Vfs;

/// <summary>What every file system that can be written owes a program (POSIX). One subclass for each.</summary>
public abstract class FileSystemContract
{
    /// <summary>A file system that holds a file <c>old</c> with "old", and a directory <c>dir</c> with a file <c>in</c> with "in".</summary>
    private protected abstract FileTree NewTree();

    /// <summary>False where files have one name only.</summary>
    private protected virtual bool HasHardLinks => true;

    [Fact]
    public void Write_AtAnOffset_KeepsTheRest()
    {
        var tree = NewTree();
        var file = tree.Open("/old", OpenFlags.ReadWrite);
        Assert.Equal(Errno.Success, file.WriteAt(1, "XY__"u8, out _));
        Assert.Equal("oXY__", FileTree.Read(file));
        Assert.Equal(Errno.Success, file.SetSize(2));
        Assert.Equal(Errno.Success, file.SetSize(4));
        Assert.Equal("oX\0\0", FileTree.Read(file));
        file.Release();
        Assert.Equal("oX\0\0", tree.Read("/old"));
        Assert.Equal(4ul, tree.Status("/old").Size);
    }

    [Fact]
    public void Append_GoesToTheEndWhateverTheOffset()
    {
        var tree = NewTree();
        var file = tree.Open("/old", OpenFlags.Write | OpenFlags.Append);
        file.Seek(0, Whence.Start, out _);
        file.Write("er"u8, out _);
        file.Release();
        Assert.Equal("older", tree.Read("/old"));
    }

    [Fact]
    public void OpenFile_SeesWhatAnotherWrites()
    {
        var tree = NewTree();
        var reader = tree.Open("/old", OpenFlags.Read);
        Assert.Equal("old", FileTree.Read(reader));
        var writer = tree.Open("/old", OpenFlags.Write);
        writer.Write("OLD"u8, out _);
        Assert.Equal("OLD", FileTree.Read(reader));
        writer.Release();
        reader.Release();
    }

    [Fact]
    public void Inode_StaysTheSameWhenItIsWritten()
    {
        var tree = NewTree();
        var before = tree.Status("/old");
        tree.Write("/old", "new");
        var after = tree.Status("/old");
        Assert.Equal((before.Device, before.Inode, before.BirthTime > 0), (after.Device, after.Inode, after.BirthTime > 0));
        Assert.True(after.ModifyTime >= before.ModifyTime);
    }

    [Fact]
    public void Unlink_KeepsTheContentForWhoHasItOpen()
    {
        var tree = NewTree();
        var file = tree.Open("/old", OpenFlags.ReadWrite);
        Assert.Equal(Errno.Success, tree.Unlink("/old"));
        Assert.False(tree.Exists("/old"));
        Assert.Equal("old", FileTree.Read(file));
        Assert.Equal(Errno.Success, file.GetStatus(out var status));
        Assert.Equal((0u, 3ul), (status.LinkCount, status.Size));
        file.Release();
    }

    [Fact]
    public void Unlink_ThenCreate_IsANewFile()
    {
        var tree = NewTree();
        tree.Unlink("/old");
        Assert.Equal(Errno.NoEntry, tree.TryOpen("/old", OpenFlags.Read));
        tree.Write("/old", "again");
        Assert.Equal("again", tree.Read("/old"));
        Assert.Equal(["dir", "old"], tree.Sorted("/"));
    }

    [Fact]
    public void Names_AreReplacedAsPosixSays()
    {
        var tree = NewTree();
        tree.MakeDirectory("/empty");
        Assert.Equal(Errno.IsDirectory, tree.Rename("/old", "/empty"));
        Assert.Equal(Errno.NotDirectory, tree.Rename("/empty", "/old"));
        Assert.Equal(Errno.NotEmpty, tree.Rename("/empty", "/dir"));
        Assert.Equal(Errno.Invalid, tree.Rename("/dir", "/dir/below"));
        Assert.Equal(Errno.NoEntry, tree.Rename("/gone", "/x"));
        Assert.Equal(Errno.Success, tree.Rename("/dir", "/empty"));
        Assert.Equal(["empty", "old"], tree.Sorted("/"));
        Assert.Equal("in", tree.Read("/empty/in"));
        Assert.Equal(Errno.Success, tree.Rename("/old", "/empty/in"));
        Assert.Equal("old", tree.Read("/empty/in"));
        Assert.Equal(["empty"], tree.Sorted("/"));
    }

    [Fact]
    public void Rename_KeepsTheInodeAndWhoHasItOpen()
    {
        var tree = NewTree();
        var before = tree.Status("/old").Inode;
        var file = tree.Open("/old", OpenFlags.ReadWrite);
        Assert.Equal(Errno.Success, tree.Rename("/old", "/dir/new"));
        Assert.Equal(before, tree.Status("/dir/new").Inode);
        file.Write("NEW!"u8, out _);
        Assert.Equal("NEW!", tree.Read("/dir/new"));
        file.Release();
    }

    [Fact]
    public void Directory_IsRemovedOnlyWhenEmpty()
    {
        var tree = NewTree();
        Assert.Equal(Errno.NotEmpty, tree.RemoveDirectory("/dir"));
        Assert.Equal(Errno.IsDirectory, tree.Unlink("/dir"));
        Assert.Equal(Errno.NotDirectory, tree.RemoveDirectory("/old"));
        Assert.Equal(Errno.Success, tree.Unlink("/dir/in"));
        Assert.Equal(Errno.Success, tree.RemoveDirectory("/dir"));
        Assert.Equal(["old"], tree.List("/"));
        tree.MakeDirectory("/dir");
        Assert.Empty(tree.List("/dir"));
    }

    [Fact]
    public void Directory_HandlesOfARemovedOneTakeNothing()
    {
        var tree = NewTree();
        tree.MakeDirectory("/d");
        tree.Root.Find("/d", followLast: false, out var inode);
        Assert.Equal(Errno.Success, tree.RemoveDirectory("/d"));
        Assert.Equal(Errno.NoEntry, ((DirectoryInode)inode!).CreateFile("x", 0x1A4, out _));
    }

    [Fact]
    public void NextEntry_WhileNamesAreRemoved_ShowsTheOthersOnce()
    {
        var tree = NewTree();
        for (var i = 0; i < 20; i++)
        {
            tree.Write($"/dir/f{i}", "");
        }

        tree.Root.Find("/dir", followLast: false, out var inode);
        var directory = (DirectoryInode)inode!;
        var seen = new List<string>();
        for (ulong cookie = 0; directory.NextEntry(cookie, out var entry) == Errno.Success; cookie = entry.Cookie)
        {
            seen.Add(entry.Name);
            Assert.Equal(Errno.Success, directory.Unlink(entry.Name));
        }

        Assert.Equal(21, seen.Distinct().Count());
        Assert.Empty(tree.List("/dir"));
    }

    [Fact]
    public void Create_OfATakenName_ReturnsExists()
    {
        var tree = NewTree();
        Assert.Equal(Errno.Exists, tree.TryOpen("/old", OpenFlags.Write | OpenFlags.Create | OpenFlags.Exclusive));
        Assert.Equal(Errno.Exists, PathOperations.CreateDirectory(tree.Root, "/dir"));
        Assert.Equal(Errno.Exists, PathOperations.CreateSymbolicLink(tree.Root, "old", "/dir"));
    }

    [Fact]
    public void SymbolicLink_LeadsToItsTarget()
    {
        var tree = NewTree();
        tree.MakeLink("dir/in", "/link");
        Assert.Equal("in", tree.Read("/link"));
        Assert.Equal((FileType.SymbolicLink, 6ul), (tree.Status("/link").Type, tree.Status("/link").Size));
        Assert.Equal(Errno.Success, tree.Unlink("/link"));
        Assert.Equal("in", tree.Read("/dir/in"));
    }

    [Fact]
    public void HardLink_IsTheSameFile()
    {
        var tree = NewTree();
        if (!HasHardLinks)
        {
            Assert.Equal(Errno.NotPermitted, tree.Link("/old", "/dir/second"));
            return;
        }

        Assert.Equal(Errno.Success, tree.Link("/old", "/dir/second"));
        tree.Write("/old", "both");
        Assert.Equal("both", tree.Read("/dir/second"));
        Assert.Equal((2u, tree.Status("/old").Inode), (tree.Status("/dir/second").LinkCount, tree.Status("/dir/second").Inode));
        Assert.Equal(Errno.Success, tree.Unlink("/old"));
        Assert.Equal(("both", 1u), (tree.Read("/dir/second"), tree.Status("/dir/second").LinkCount));
    }

    [Fact]
    public void Status_TakesTimesAndPermissions()
    {
        var tree = NewTree();
        const long Second = 1_000_000_000;
        foreach (var path in new[] { "/old", "/dir" })
        {
            Assert.Equal(Errno.Success, PathOperations.SetTimes(tree.Root, path, followLast: true, 1_000 * Second, 2_000 * Second));
            Assert.Equal(Errno.Success, PathOperations.SetPermissions(tree.Root, path, followLast: true, 0x1C0));
            var status = tree.Status(path);
            Assert.Equal((1_000 * Second, 2_000 * Second, 0x1C0u), (status.AccessTime, status.ModifyTime, status.Permissions));
        }

        Assert.Equal("old", tree.Read("/old"));
        tree.Write("/old", "x");
        Assert.True(tree.Status("/old").ModifyTime > 2_000 * Second);
    }

    [Fact]
    public void Changes_AreTold()
    {
        var tree = NewTree();
        var told = new List<string>();
        tree.Root.Start.FileSystem.Changes.Changed += change =>
        {
            lock (told)
            {
                told.Add($"{change.Kind} {change.Name}");
            }
        };
        tree.Write("/a", "x");
        tree.Rename("/a", "/b");
        tree.Unlink("/b");
        tree.MakeDirectory("/d");
        tree.RemoveDirectory("/d");
        Assert.Equal(
            ["Renamed a", "Modified a", "Renamed a", "Renamed b", "Renamed b", "Renamed d", "Renamed d"],
            told);
    }

    [Fact]
    public void Content_OfManyChunks_IsKeptWhole()
    {
        var tree = NewTree();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} ")));
        var file = tree.Open("/big", OpenFlags.ReadWrite | OpenFlags.Create);
        for (var at = 0; at < bytes.Length; at += 1000)
        {
            file.Write(bytes.AsSpan(at, Math.Min(1000, bytes.Length - at)), out _);
        }

        var read = new byte[bytes.Length + 1];
        var count = 0;
        while (file.ReadAt((ulong)count, read.AsSpan(count), out var more) == Errno.Success && more > 0)
        {
            count += more;
        }

        file.Release();
        Assert.Equal(bytes, read[..count]);
    }
}
