using System.Diagnostics.CodeAnalysis;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>What system calls of one process act on: the process, its memory, and scratch space that calls use again.</summary>
/// <remarks>Belongs to the process's thread; a call is never entered while another one of the process is under way.</remarks>
public sealed class SyscallContext(Process process, GuestMemory memory)
{
    public Process Process { get; } = process;

    public GuestMemory Memory { get; } = memory;

    /// <summary>CPU time of the process's thread in nanoseconds, exactly now. Without one the value of the last epoch is used.</summary>
    public Func<long>? CpuClock { get; init; }

    /// <summary>What <c>proc_exit</c> was given; null while the program goes on.</summary>
    public int? ExitCode { get; internal set; }

    internal IoVectorList Vectors { get; } = new();

    internal PollScratch Poll => field ??= new PollScratch(Process);

    [field: MaybeNull]
    internal StringBlock Arguments => field ??= StringBlock.FromArguments(Process);

    [field: MaybeNull]
    internal StringBlock Environment => field ??= StringBlock.FromEnvironment(Process);

    internal long CpuNanoseconds => CpuClock?.Invoke() ?? Process.CpuNanoseconds;

    /// <summary>Finds a descriptor and checks that it carries a right.</summary>
    /// <param name="fd">The number.</param>
    /// <param name="needed">The rights that the call needs.</param>
    /// <param name="descriptor">Null only where the call fails.</param>
    internal Errno Find(uint fd, Rights needed, out FileDescriptor descriptor)
    {
        var errno = Process.Files.Get(unchecked((int)fd), out var found);
        descriptor = found!;
        if (errno != Errno.Success)
        {
            return errno;
        }

        return (ApplicableRights.Of(descriptor) & needed) == needed ? Errno.Success : Refusal(descriptor, needed);
    }

    /// <summary>Finds the directory that a path starts at.</summary>
    internal Errno FindDirectory(uint fd, Rights needed, out FileDescriptor descriptor, out PathBase start)
    {
        start = default;
        var errno = Process.Files.Get(unchecked((int)fd), out var found);
        descriptor = found!;
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (descriptor.File is not OpenDirectory directory)
        {
            return Errno.NotDirectory;
        }

        start = new PathBase(Process.Machine.Mounts, directory.Directory, IsBoundary: true);
        return (ApplicableRights.Of(descriptor) & needed) == needed ? Errno.Success : Errno.NotCapable;
    }

    /// <summary>Reads a path; PATH_MAX bytes at most.</summary>
    internal Errno ReadPath(uint address, uint length, out string path) =>
        Memory.ReadText(address, length, PathWalker.MaxPathLength, out path);

    /// <summary>
    /// POSIX's answer where there is one: data operations on a directory are EISDIR, reading what is not open for reading
    /// is EBADF. The rest is preview1's own: ENOTCAPABLE.
    /// </summary>
    private static Errno Refusal(FileDescriptor descriptor, Rights needed)
    {
        const Rights OfData = Rights.FdRead | Rights.FdWrite | Rights.FdSeek | Rights.FdTell | Rights.FdAllocate | Rights.FdFileStatSetSize;
        const Rights OfPlace = Rights.FdSeek | Rights.FdTell;
        var file = descriptor.File;
        return file switch
        {
            OpenDirectory when (needed & OfData) != 0 => Errno.IsDirectory,
            not OpenDirectory when needed == Rights.FdReadDirectory => Errno.NotDirectory,
            _ when needed == Rights.FdRead && (file.Flags & OpenFlags.Read) == 0 => Errno.BadFile,
            _ when needed == Rights.FdWrite && (file.Flags & OpenFlags.Write) == 0 => Errno.BadFile,
            _ when (needed & OfPlace) != 0 && (ApplicableRights.For(file) & needed) != needed => Errno.IllegalSeek,
            _ => Errno.NotCapable,
        };
    }
}
