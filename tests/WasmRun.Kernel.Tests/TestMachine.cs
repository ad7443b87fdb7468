using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Kernel.Tests;

/// <summary>A machine with an empty memory file system, and shorthands for tests.</summary>
internal sealed class TestMachine
{
    public Machine Machine { get; } = new(new MemoryFileSystem(SystemClock.Instance));

    public PathBase Root => new(Machine.Mounts, Machine.Mounts.Root, IsBoundary: false);

    public PathBase Beneath(string directory)
    {
        Assert.Equal(Errno.Success, Root.Find(directory, followLast: true, out var inode));
        return new PathBase(Machine.Mounts, (DirectoryInode)inode!, IsBoundary: true);
    }

    public Process NewProcess(Process? parent = null)
    {
        var (input, unused) = Pipe.Create();
        unused.Release();
        var (_, output) = Pipe.Create();
        output.AddReference();
        var start = new ProcessStart { Arguments = ["test"], Stdio = (input, output, output), Parent = parent };
        Assert.Equal(Errno.Success, Machine.Processes.Create(start, out var process));
        return process!;
    }

    public void WriteFile(string path, string text)
    {
        var flags = OpenFlags.Write | OpenFlags.Create | OpenFlags.Truncate;
        Assert.Equal(Errno.Success, PathOperations.Open(Root, path, flags, 0x1A4, out var file));
        Assert.Equal(Errno.Success, file!.Write(System.Text.Encoding.UTF8.GetBytes(text), out _));
        file.Release();
    }

    public string ReadFile(string path)
    {
        Assert.Equal(Errno.Success, PathOperations.Open(Root, path, OpenFlags.Read, 0, out var file));
        var buffer = new byte[64 * 1024];
        Assert.Equal(Errno.Success, file!.Read(buffer, out var count));
        file.Release();
        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }
}
