using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Reading, writing and seeking.</summary>
internal static partial class Fd
{
    public static Errno Read(SyscallContext context, SyscallArguments arguments)
    {
        var errno = BeginTransfer(context, arguments, Rights.FdRead, arguments.U32(3), out var file);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = ScatterGather.Read(context, file, null, out var count);
        return errno == Errno.Success ? context.Memory.WriteU32(arguments.U32(3), count) : errno;
    }

    public static Errno Write(SyscallContext context, SyscallArguments arguments)
    {
        var errno = BeginTransfer(context, arguments, Rights.FdWrite, arguments.U32(3), out var file);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = ScatterGather.Write(context, file, null, out var count);
        return errno == Errno.Success ? context.Memory.WriteU32(arguments.U32(3), count) : errno;
    }

    public static Errno ReadAt(SyscallContext context, SyscallArguments arguments)
    {
        var errno = BeginTransfer(context, arguments, Rights.FdRead | Rights.FdSeek, arguments.U32(4), out var file);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (arguments.U64(3) > long.MaxValue)
        {
            return Errno.Invalid;
        }

        errno = ScatterGather.Read(context, file, arguments.U64(3), out var count);
        return errno == Errno.Success ? context.Memory.WriteU32(arguments.U32(4), count) : errno;
    }

    public static Errno WriteAt(SyscallContext context, SyscallArguments arguments)
    {
        var errno = BeginTransfer(context, arguments, Rights.FdWrite | Rights.FdSeek, arguments.U32(4), out var file);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (arguments.U64(3) > long.MaxValue)
        {
            return Errno.Invalid;
        }

        errno = ScatterGather.Write(context, file, arguments.U64(3), out var count);
        return errno == Errno.Success ? context.Memory.WriteU32(arguments.U32(4), count) : errno;
    }

    public static Errno Seek(SyscallContext context, SyscallArguments arguments)
    {
        var whence = arguments.U32(2);
        var isTell = whence == (uint)Whence.Current && arguments.I64(1) == 0;
        var errno = context.Find(arguments.U32(0), isTell ? Rights.FdTell : Rights.FdSeek, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (whence > (uint)Whence.End)
        {
            return Errno.Invalid;
        }

        return MoveOffset(context, descriptor.File, arguments.I64(1), (Whence)whence, arguments.U32(3));
    }

    public static Errno Tell(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdTell, out var descriptor);
        return errno == Errno.Success ? MoveOffset(context, descriptor.File, 0, Whence.Current, arguments.U32(1)) : errno;
    }

    /// <summary>What reads and writes check before anything is moved: descriptor, right, every buffer, and where the count goes.</summary>
    private static Errno BeginTransfer(
        SyscallContext context, SyscallArguments arguments, Rights needed, uint result, out OpenFile file)
    {
        file = null!;
        var errno = context.Find(arguments.U32(0), needed, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        file = descriptor.File;
        errno = context.Memory.Slice(result, sizeof(uint), out _);
        return errno == Errno.Success ? context.Vectors.Load(context.Memory, arguments.U32(1), arguments.U32(2)) : errno;
    }

    private static Errno MoveOffset(SyscallContext context, OpenFile file, long offset, Whence whence, uint result)
    {
        var errno = context.Memory.Slice(result, sizeof(ulong), out _);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = file.Seek(offset, whence, out var position);
        return errno == Errno.Success ? context.Memory.WriteU64(result, position) : errno;
    }
}
