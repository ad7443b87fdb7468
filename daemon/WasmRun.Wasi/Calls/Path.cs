using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Paths, each beneath the directory of a descriptor and never outside it.</summary>
internal static partial class Path
{
    /// <summary>The one bit of preview1's <c>lookupflags</c>.</summary>
    private const uint FollowSymbolicLink = 1;

    public static Errno CreateDirectory(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathCreateDirectory, arguments.U32(1), arguments.U32(2), out var from, out var path);
        return errno == Errno.Success ? PathOperations.CreateDirectory(from, path) : errno;
    }

    public static Errno RemoveDirectory(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathRemoveDirectory, arguments.U32(1), arguments.U32(2), out var from, out var path);
        return errno == Errno.Success ? PathOperations.RemoveDirectory(from, path) : errno;
    }

    public static Errno UnlinkFile(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathUnlinkFile, arguments.U32(1), arguments.U32(2), out var from, out var path);
        return errno == Errno.Success ? PathOperations.Unlink(from, path) : errno;
    }

    public static Errno Rename(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathRenameSource, arguments.U32(1), arguments.U32(2), out var oldFrom, out var oldPath);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = Begin(context, arguments.U32(3), Rights.PathRenameTarget, arguments.U32(4), arguments.U32(5), out var newFrom, out var newPath);
        return errno == Errno.Success ? PathOperations.Rename(oldFrom, oldPath, newFrom, newPath) : errno;
    }

    public static Errno FileStatGet(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathFileStatGet, arguments.U32(2), arguments.U32(3), out var from, out var path);
        if (errno == Errno.Success)
        {
            errno = ReadLookupFlags(arguments.U32(1), out var follow);
            if (errno == Errno.Success && (errno = PathOperations.GetStatus(from, path, follow, out var status)) == Errno.Success
                && (errno = context.Memory.Slice(arguments.U32(4), Layout.FileStatSize, out var record)) == Errno.Success)
            {
                Layout.WriteFileStat(record, status);
            }
        }

        return errno;
    }

    public static Errno FileStatSetTimes(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathFileStatSetTimes, arguments.U32(2), arguments.U32(3), out var from, out var path);
        if (errno != Errno.Success || (errno = ReadLookupFlags(arguments.U32(1), out var follow)) != Errno.Success)
        {
            return errno;
        }

        errno = FileTimes.Parse(
            context.Process.Machine.Clock, arguments.U64(4), arguments.U64(5), arguments.U32(6), out var access, out var modify);
        return errno == Errno.Success ? PathOperations.SetTimes(from, path, follow, access, modify) : errno;
    }

    /// <summary>The directory, the right and the path: what every call here starts with.</summary>
    private static Errno Begin(
        SyscallContext context, uint fd, Rights needed, uint address, uint length, out PathBase from, out string path)
    {
        path = "";
        var errno = context.FindDirectory(fd, needed, out _, out from);
        return errno == Errno.Success ? context.ReadPath(address, length, out path) : errno;
    }

    private static Errno ReadLookupFlags(uint flags, out bool follow)
    {
        follow = (flags & FollowSymbolicLink) != 0;
        return (flags & ~FollowSymbolicLink) == 0 ? Errno.Success : Errno.Invalid;
    }
}
