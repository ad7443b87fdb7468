using System.Runtime.InteropServices;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>stat and its like: eighteen numbers in the order of <c>FsStatsOffset</c> (src/node_file.h).</summary>
internal sealed partial class FsBinding
{
    private const int Fields = 18;
    private const int BlockBytes = 4096;

    private void RegisterStatus(NativeRegistrar natives)
    {
        natives.Add("stat", (in NativeCall call) => PathStatus(call, "stat", follow: true));
        natives.Add("lstat", (in NativeCall call) => PathStatus(call, "lstat", follow: false));
        natives.Add("fstat", FileStatusOf);
        natives.Add("statfs", FileSystemStatus);
        natives.Add("internalModuleStat", InternalModuleStat);
    }

    /// <summary>stat(path, bigint, req, throwIfNoEntry).</summary>
    private JsValue PathStatus(in NativeCall call, string syscall, bool follow)
    {
        var path = PathOf(call, 0);
        var errno = PathOperations.GetStatus(Host.Paths, Host.Absolute(path), follow, out var status);
        if (errno == Errno.Success)
        {
            return Answer(call, 2, errno, syscall, NewStatus(status, call.Bool(1), call[2]));
        }

        var isQuiet = FsRequests.IsSync(call[2]) && call.Count > 3 && !call[3].IsUndefined && !call.Bool(3);
        return isQuiet && (errno is Errno.NoEntry or Errno.NotDirectory) ? JsValue.Undefined : Answer(call, 2, errno, syscall, path);
    }

    /// <summary>fstat(fd, bigint, req, shouldNotThrow).</summary>
    private JsValue FileStatusOf(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        FileStatus status = default;
        if (errno == Errno.Success)
        {
            errno = file.GetStatus(out status);
        }

        if (errno != Errno.Success)
        {
            return FsRequests.IsSync(call[2]) && call.Bool(3) ? JsValue.Undefined : Answer(call, 2, errno, "fstat");
        }

        return Answer(call, 2, errno, "fstat", NewStatus(status, call.Bool(1), call[2]));
    }

    /// <summary>The numbers in a typed array: the shared one for a caller that waits, else a new one.</summary>
    private JsValue NewStatus(FileStatus status, bool isBig, JsValue request)
    {
        var array = Host.CallRealm("statArray", isBig, !FsRequests.IsSync(request));
        Span<long> numbers =
        [
            (long)status.Device, TypeBits(status.Type) | status.Permissions, status.LinkCount, 1000, 1000, 0, BlockBytes,
            (long)status.Inode, (long)status.Size, (long)((status.Size + 511) / 512),
            Seconds(status.AccessTime), Rest(status.AccessTime), Seconds(status.ModifyTime), Rest(status.ModifyTime),
            Seconds(status.ChangeTime), Rest(status.ChangeTime), Seconds(status.BirthTime), Rest(status.BirthTime),
        ];
        var bytes = Js.Bytes(array);
        if (isBig)
        {
            MemoryMarshal.AsBytes(numbers).CopyTo(bytes);
            return array;
        }

        var doubles = MemoryMarshal.Cast<byte, double>(bytes);
        for (var i = 0; i < Fields; i++)
        {
            doubles[i] = numbers[i];
        }

        return array;
    }

    /// <summary>S_IFMT bits.</summary>
    private static long TypeBits(FileType type) => type switch
    {
        FileType.RegularFile => 0x8000,
        FileType.Directory => 0x4000,
        FileType.SymbolicLink => 0xA000,
        FileType.CharacterDevice => 0x2000,
        FileType.BlockDevice => 0x6000,
        FileType.Pipe => 0x1000,
        FileType.SocketStream or FileType.SocketDatagram => 0xC000,
        _ => 0,
    };

    private static long Seconds(long nanoseconds) => (long)Math.Floor(nanoseconds / 1e9);

    private static long Rest(long nanoseconds) => nanoseconds - Seconds(nanoseconds) * 1_000_000_000;

    /// <summary>statfs(path, bigint, req): type, bsize, blocks, bfree, bavail, files, ffree.</summary>
    private JsValue FileSystemStatus(in NativeCall call)
    {
        const long TmpfsMagic = 0x01021994;
        var path = PathOf(call, 0);
        var errno = Host.Paths.Find(Host.Absolute(path), followLast: true, out _);
        if (errno != Errno.Success)
        {
            return Answer(call, 2, errno, "statfs", path);
        }

        var array = Host.CallRealm("statFsArray", call[1]);
        Span<long> numbers = [TmpfsMagic, BlockBytes, 1 << 18, 1 << 17, 1 << 17, 1 << 20, 1 << 19];
        var bytes = Js.Bytes(array);
        for (var i = 0; i < numbers.Length; i++)
        {
            var bits = call.Bool(1) ? numbers[i] : BitConverter.DoubleToInt64Bits(numbers[i]);
            BitConverter.TryWriteBytes(bytes[(i * 8)..], bits);
        }

        return Answer(call, 2, errno, "statfs", array);
    }

    /// <summary>internalModuleStat(path): 0 for a file, 1 for a directory, negative when there is nothing.</summary>
    private JsValue InternalModuleStat(in NativeCall call)
    {
        var path = call[0].IsString ? PathOf(call, 0) : PathOf(call, 1);
        var errno = PathOperations.GetStatus(Host.Paths, Host.Absolute(path), followLast: true, out var status);
        return errno != Errno.Success ? UvError.Number(errno) : status.Type == FileType.Directory ? 1 : 0;
    }
}
