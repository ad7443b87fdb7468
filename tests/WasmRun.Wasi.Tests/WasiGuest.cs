using System.Buffers.Binary;
using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Wasi.Tests;

/// <summary>
/// A process that makes system calls without WebAssembly: arguments in slots as the engine lays them out, results in an
/// array of bytes. Descriptor 3 is the pre-opened root directory.
/// </summary>
internal sealed unsafe class WasiGuest
{
    public const uint Root = 3;
    public const ulong AllRights = (1UL << 30) - 1;

    private static readonly Dictionary<string, Syscall> Table = SyscallTable.Rows.ToDictionary(row => row.Name);

    private uint _free = 1024;

    public WasiGuest(
        IReadOnlyList<string>? arguments = null, IReadOnlyDictionary<string, string>? environment = null, FileSystem? root = null,
        IClock? clock = null)
    {
        Machine = new Machine(root ?? new MemoryFileSystem(SystemClock.Instance), clock: clock);
        (var input, Input) = Pipe.Create();
        (Output, var output) = Pipe.Create();
        output.AddReference();
        var start = new ProcessStart
        {
            Arguments = arguments ?? ["test"],
            Environment = environment ?? new Dictionary<string, string>(),
            Stdio = (input, output, output),
        };
        Assert.Equal(Errno.Success, Machine.Processes.Create(start, out var process));
        Process = process!;
        Context = new SyscallContext(Process, Memory);
        Preopen("/", "/");
    }

    public Machine Machine { get; }

    public Process Process { get; }

    public FakeMemory Memory { get; } = new(256 * 1024);

    public SyscallContext Context { get; }

    /// <summary>Where a test writes what the guest reads as stdin.</summary>
    public OpenFile Input { get; }

    /// <summary>What the guest wrote to stdout and stderr.</summary>
    public OpenFile Output { get; }

    public PathBase Files => new(Machine.Mounts, Machine.Mounts.Root, IsBoundary: false);

    public uint Preopen(string path, string name)
    {
        Assert.Equal(Errno.Success, PathOperations.Open(Files, path, OpenFlags.Read | OpenFlags.Directory, 0, out var directory));
        Assert.Equal(Errno.Success, Process.Files.Add(new FileDescriptor(directory!) { PreopenName = name }, out var fd));
        return (uint)fd;
    }

    public uint Add(OpenFile file)
    {
        Assert.Equal(Errno.Success, Process.Files.Add(new FileDescriptor(file), out var fd));
        return (uint)fd;
    }

    /// <summary>Calls by name. What the engine leaves undefined above an i32 is filled with ones.</summary>
    public Errno Call(string name, params ReadOnlySpan<ulong> arguments)
    {
        var syscall = Table[name];
        var kinds = syscall.Signature.Split("->")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(kinds.Length, arguments.Length);
        var slots = stackalloc ulong[(2 * kinds.Length) + 2];
        for (var i = 0; i < kinds.Length; i++)
        {
            slots[2 * i] = kinds[i] == "i64" ? arguments[i] : arguments[i] | 0xFFFF_FFFF_0000_0000;
            slots[(2 * i) + 1] = ulong.MaxValue;
        }

        return syscall.Invoke(Context, new SyscallArguments(slots));
    }

    /// <summary>Takes fresh guest memory.</summary>
    public uint Allocate(int length)
    {
        var address = _free;
        _free = (uint)((_free + length + 7) & ~7);
        Assert.True(_free <= Memory.Bytes.Length, "the fake memory is used up");
        return address;
    }

    public (uint Address, uint Length) Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public (uint Address, uint Length) Bytes(ReadOnlySpan<byte> bytes)
    {
        var address = Allocate(bytes.Length);
        bytes.CopyTo(Memory.Bytes.AsSpan((int)address));
        return (address, (uint)bytes.Length);
    }

    /// <summary>A list of buffers.</summary>
    public (uint Address, uint Count) Vectors(params (uint Address, uint Length)[] buffers)
    {
        var table = Allocate(buffers.Length * 8);
        for (var i = 0; i < buffers.Length; i++)
        {
            Memory.WriteU32(table + (uint)(8 * i), buffers[i].Address);
            Memory.WriteU32(table + (uint)(8 * i) + 4, buffers[i].Length);
        }

        return (table, (uint)buffers.Length);
    }

    public uint U32(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(Memory.Bytes.AsSpan((int)address));

    public ulong U64(uint address) => BinaryPrimitives.ReadUInt64LittleEndian(Memory.Bytes.AsSpan((int)address));

    public string ReadText(uint address, uint length) => Encoding.UTF8.GetString(Memory.Bytes, (int)address, (int)length);

    public Errno Open(string path, out uint fd, OFlags oflags = 0, ulong rights = AllRights, ulong inheriting = AllRights,
        uint directory = Root, FdFlags flags = 0, bool follow = true)
    {
        var (address, length) = Text(path);
        var result = Allocate(4);
        var errno = Call("path_open", directory, follow ? 1u : 0u, address, length, (ulong)oflags, rights, inheriting, (ulong)flags, result);
        fd = U32(result);
        return errno;
    }

    public uint MustOpen(string path, OFlags oflags = 0, ulong rights = AllRights, FdFlags flags = 0)
    {
        Assert.Equal(Errno.Success, Open(path, out var fd, oflags, rights, AllRights, Root, flags));
        return fd;
    }

    public Errno Write(uint fd, string text, out uint count)
    {
        var (vectors, vectorCount) = Vectors(Text(text));
        var result = Allocate(4);
        var errno = Call("fd_write", fd, vectors, vectorCount, result);
        count = U32(result);
        return errno;
    }

    public Errno Read(uint fd, int length, out string text)
    {
        var buffer = Allocate(length);
        var (vectors, count) = Vectors((buffer, (uint)length));
        var result = Allocate(4);
        var errno = Call("fd_read", fd, vectors, count, result);
        text = errno == Errno.Success ? ReadText(buffer, U32(result)) : "";
        return errno;
    }

    public Errno OnPath(string call, string path, uint directory = Root)
    {
        var (address, length) = Text(path);
        return Call(call, directory, address, length);
    }

    public void CreateFile(string path, string text)
    {
        var fd = MustOpen(path, OFlags.Create | OFlags.Truncate);
        if (text.Length > 0)
        {
            Assert.Equal(Errno.Success, Write(fd, text, out _));
        }

        Assert.Equal(Errno.Success, Call("fd_close", fd));
    }
}
