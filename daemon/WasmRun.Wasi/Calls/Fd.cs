using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>File descriptors: the table, flags and rights.</summary>
internal static partial class Fd
{
    public static Errno Close(SyscallContext context, SyscallArguments arguments) =>
        context.Process.Files.Close(unchecked((int)arguments.U32(0)));

    public static Errno Renumber(SyscallContext context, SyscallArguments arguments) =>
        context.Process.Files.Renumber(unchecked((int)arguments.U32(0)), unchecked((int)arguments.U32(1)));

    public static Errno StatGet(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.None, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = context.Memory.Slice(arguments.U32(1), Layout.FdStatSize, out var record);
        if (errno == Errno.Success)
        {
            var file = descriptor.File;
            Layout.WriteFdStat(
                record, file.Type, file.Flags.ToWasi(), ApplicableRights.Of(descriptor), ApplicableRights.InheritedFrom(descriptor));
        }

        return errno;
    }

    public static Errno StatSetFlags(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdStatSetFlags, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var flags = arguments.U32(1);
        if ((flags & ~(uint)FdFlags.All) != 0)
        {
            return Errno.Invalid;
        }

        var file = descriptor.File;
        file.Flags = (file.Flags & ~FlagMapping.StatusFlags) | ((FdFlags)flags).ToKernel();
        return Errno.Success;
    }

    /// <summary>Rights can be given up, never gained.</summary>
    public static Errno StatSetRights(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.None, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var rights = (Rights)arguments.U64(1);
        var inheriting = (Rights)arguments.U64(2);
        if ((rights & ~ApplicableRights.Of(descriptor)) != 0 || (inheriting & ~ApplicableRights.InheritedFrom(descriptor)) != 0)
        {
            return Errno.NotCapable;
        }

        descriptor.Rights = (ulong)rights;
        descriptor.InheritingRights = (ulong)inheriting;
        return Errno.Success;
    }

    public static Errno Sync(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdSync, out var descriptor);
        return errno == Errno.Success ? descriptor.File.Sync() : errno;
    }

    public static Errno DataSync(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdDataSync, out var descriptor);
        return errno == Errno.Success ? descriptor.File.Sync() : errno;
    }

    public static Errno Advise(SyscallContext context, SyscallArguments arguments)
    {
        const uint LastAdvice = 5;
        var errno = context.Find(arguments.U32(0), Rights.FdAdvise, out _);
        return errno == Errno.Success && arguments.U32(3) > LastAdvice ? Errno.Invalid : errno;
    }

    public static Errno Allocate(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdAllocate, out var descriptor);
        return errno == Errno.Success ? descriptor.File.Allocate(arguments.U64(1), arguments.U64(2)) : errno;
    }
}
