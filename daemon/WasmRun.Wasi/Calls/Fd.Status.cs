using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>The status of what a descriptor points at: size, times, kind.</summary>
internal static partial class Fd
{
    public static Errno FileStatGet(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdFileStatGet, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = descriptor.File.GetStatus(out var status);
        if (errno == Errno.Success && (errno = context.Memory.Slice(arguments.U32(1), Layout.FileStatSize, out var record)) == Errno.Success)
        {
            Layout.WriteFileStat(record, status);
        }

        return errno;
    }

    public static Errno FileStatSetSize(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdFileStatSetSize, out var descriptor);
        return errno == Errno.Success ? descriptor.File.SetSize(arguments.U64(1)) : errno;
    }

    public static Errno FileStatSetTimes(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdFileStatSetTimes, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = FileTimes.Parse(
            context.Process.Machine.Clock, arguments.U64(1), arguments.U64(2), arguments.U32(3), out var access, out var modify);
        if (errno != Errno.Success)
        {
            return errno;
        }

        return descriptor.File.Inode is { } inode ? inode.SetTimes(access, modify) : Errno.NotSupported;
    }
}
