using System.Text;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Kernel.Tests.Vfs;

/// <summary>Shorthands for tests of one file system, as a program would use it.</summary>
internal sealed class FileTree(FileSystem fileSystem)
{
    private readonly MountTable _mounts = new(fileSystem);

    public PathBase Root => new(_mounts, _mounts.Root, IsBoundary: false);

    public static MemoryFileSystem NewMemory(long maxBytes = 1 << 20) => new(SystemClock.Instance, maxBytes);

    public OpenFile Open(string path, OpenFlags flags)
    {
        Assert.Equal(Errno.Success, PathOperations.Open(Root, path, flags, 0x1A4, out var file));
        return file!;
    }

    public Errno TryOpen(string path, OpenFlags flags)
    {
        var errno = PathOperations.Open(Root, path, flags, 0x1A4, out var file);
        file?.Release();
        return errno;
    }

    public void Write(string path, string text)
    {
        var file = Open(path, OpenFlags.Write | OpenFlags.Create | OpenFlags.Truncate);
        Assert.Equal(Errno.Success, file.Write(Encoding.UTF8.GetBytes(text), out _));
        file.Release();
    }

    public string Read(string path)
    {
        var file = Open(path, OpenFlags.Read);
        var text = Read(file);
        file.Release();
        return text;
    }

    public static string Read(OpenFile file)
    {
        var buffer = new byte[64 * 1024];
        Assert.Equal(Errno.Success, file.ReadAt(0, buffer, out var count));
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    public void MakeDirectory(string path) => Assert.Equal(Errno.Success, PathOperations.CreateDirectory(Root, path));

    public void MakeLink(string target, string path) => Assert.Equal(Errno.Success, PathOperations.CreateSymbolicLink(Root, target, path));

    public Errno Unlink(string path) => PathOperations.Unlink(Root, path);

    public Errno RemoveDirectory(string path) => PathOperations.RemoveDirectory(Root, path);

    public Errno Rename(string from, string to) => PathOperations.Rename(Root, from, Root, to);

    public Errno Link(string from, string to) => PathOperations.Link(Root, from, followLast: false, Root, to);

    public FileStatus Status(string path)
    {
        Assert.Equal(Errno.Success, PathOperations.GetStatus(Root, path, followLast: false, out var status));
        return status;
    }

    public bool Exists(string path) => PathOperations.GetStatus(Root, path, followLast: false, out _) == Errno.Success;

    /// <summary>Names in a directory, in the order in which they are listed.</summary>
    public List<string> List(string path)
    {
        var names = new List<string>();
        Assert.Equal(Errno.Success, Root.Find(path, followLast: true, out var inode));
        var directory = (DirectoryInode)inode!;
        for (ulong cookie = 0; directory.NextEntry(cookie, out var entry) == Errno.Success; cookie = entry.Cookie)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    public List<string> Sorted(string path) => [.. List(path).Order(StringComparer.Ordinal)];
}
