using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary><c>path_open</c>: the one way to a new file.</summary>
internal static partial class Path
{
    /// <summary>Permission bits of new files; preview1 has no mode argument.</summary>
    private const uint NewFilePermissions = 0x1B6; // 0o666

    /// <summary>A descriptor that carries one of these is open for writing as the kernel sees it.</summary>
    private const Rights WriteAccess = Rights.FdWrite | Rights.FdAllocate | Rights.FdFileStatSetSize;

    public static Errno Open(SyscallContext context, SyscallArguments arguments)
    {
        var oflags = arguments.U32(4);
        var fdflags = arguments.U32(7);
        var rights = (Rights)arguments.U64(5) & Rights.All;
        var inheriting = (Rights)arguments.U64(6) & Rights.All;
        var errno = context.FindDirectory(arguments.U32(0), NeededFor((OFlags)oflags), out var directory, out var from);
        if (errno != Errno.Success || (errno = context.ReadPath(arguments.U32(2), arguments.U32(3), out var path)) != Errno.Success)
        {
            return errno;
        }

        errno = ReadLookupFlags(arguments.U32(1), out var follow);
        if (errno != Errno.Success)
        {
            return errno;
        }

        const OFlags NewDirectory = OFlags.Create | OFlags.Directory;
        if ((oflags & ~(uint)OFlags.All) != 0 || (fdflags & ~(uint)FdFlags.All) != 0 || ((OFlags)oflags & NewDirectory) == NewDirectory)
        {
            return Errno.Invalid;
        }

        // Nothing that is opened may do what its directory does not pass on.
        var passedOn = ApplicableRights.InheritedFrom(directory);
        if ((rights & ~passedOn) != 0 || (inheriting & ~passedOn) != 0)
        {
            return Errno.NotCapable;
        }

        // Before anything is made or cut: where the number goes must be there, or the descriptor would be lost.
        errno = context.Memory.Slice(arguments.U32(8), sizeof(uint), out _);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var flags = ((OFlags)oflags).ToKernel() | ((FdFlags)fdflags).ToKernel() | AccessMode(rights) | (follow ? 0 : OpenFlags.NoFollow);
        errno = PathOperations.Open(from, path, flags, NewFilePermissions, out var file);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var descriptor = new FileDescriptor(file!) { Rights = (ulong)rights, InheritingRights = (ulong)inheriting };
        errno = context.Process.Files.Add(descriptor, out var fd);
        return errno == Errno.Success ? context.Memory.WriteU32(arguments.U32(8), (uint)fd) : errno;
    }

    private static OpenFlags AccessMode(Rights rights) =>
        ((rights & (Rights.FdRead | Rights.FdReadDirectory)) != 0 ? OpenFlags.Read : 0) | ((rights & WriteAccess) != 0 ? OpenFlags.Write : 0);

    /// <summary>What the directory must allow for these flags (witx, <c>rights</c>).</summary>
    private static Rights NeededFor(OFlags oflags) =>
        Rights.PathOpen
        | ((oflags & OFlags.Create) != 0 ? Rights.PathCreateFile : 0)
        | ((oflags & OFlags.Truncate) != 0 ? Rights.PathFileStatSetSize : 0);
}
