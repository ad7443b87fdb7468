using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>What may be done through a file descriptor: preview1's <c>rights</c>, bit by bit.</summary>
[Flags]
public enum Rights : ulong
{
    None = 0,
    FdDataSync = 1 << 0,
    FdRead = 1 << 1,
    FdSeek = 1 << 2,
    FdStatSetFlags = 1 << 3,
    FdSync = 1 << 4,
    FdTell = 1 << 5,
    FdWrite = 1 << 6,
    FdAdvise = 1 << 7,
    FdAllocate = 1 << 8,
    PathCreateDirectory = 1 << 9,
    PathCreateFile = 1 << 10,
    PathLinkSource = 1 << 11,
    PathLinkTarget = 1 << 12,
    PathOpen = 1 << 13,
    FdReadDirectory = 1 << 14,
    PathReadLink = 1 << 15,
    PathRenameSource = 1 << 16,
    PathRenameTarget = 1 << 17,
    PathFileStatGet = 1 << 18,
    PathFileStatSetSize = 1 << 19,
    PathFileStatSetTimes = 1 << 20,
    FdFileStatGet = 1 << 21,
    FdFileStatSetSize = 1 << 22,
    FdFileStatSetTimes = 1 << 23,
    PathSymbolicLink = 1 << 24,
    PathRemoveDirectory = 1 << 25,
    PathUnlinkFile = 1 << 26,
    PollFdReadWrite = 1 << 27,
    SocketShutdown = 1 << 28,
    SocketAccept = 1 << 29,
    All = (1 << 30) - 1,
}

/// <summary>Which rights make sense for which kind of file. A descriptor never shows one that does not apply.</summary>
internal static class ApplicableRights
{
    public const Rights Directory = Rights.FdStatSetFlags | Rights.FdSync | Rights.FdDataSync | Rights.FdAdvise
        | Rights.PathCreateDirectory | Rights.PathCreateFile | Rights.PathLinkSource | Rights.PathLinkTarget | Rights.PathOpen
        | Rights.FdReadDirectory | Rights.PathReadLink | Rights.PathRenameSource | Rights.PathRenameTarget | Rights.PathFileStatGet
        | Rights.PathFileStatSetSize | Rights.PathFileStatSetTimes | Rights.FdFileStatGet | Rights.FdFileStatSetTimes
        | Rights.PathSymbolicLink | Rights.PathRemoveDirectory | Rights.PathUnlinkFile | Rights.PollFdReadWrite;

    private const Rights Stream = Rights.FdRead | Rights.FdWrite | Rights.FdStatSetFlags | Rights.FdFileStatGet | Rights.PollFdReadWrite;

    private const Rights File = Stream | Rights.FdSeek | Rights.FdTell | Rights.FdSync | Rights.FdDataSync | Rights.FdAdvise
        | Rights.FdAllocate | Rights.FdFileStatSetSize | Rights.FdFileStatSetTimes;

    /// <summary>The rights that a descriptor really has.</summary>
    public static Rights Of(FileDescriptor descriptor) => (Rights)descriptor.Rights & For(descriptor.File);

    /// <summary>The rights that what is opened through a descriptor may have.</summary>
    public static Rights InheritedFrom(FileDescriptor descriptor) =>
        (Rights)descriptor.InheritingRights & (descriptor.File is OpenDirectory or Listener ? Rights.All : Rights.None);

    // A terminal must not show seek and tell: their absence is how libc's isatty tells it from other character devices.
    public static Rights For(OpenFile file) => file switch
    {
        OpenDirectory => Directory,
        Listener => Rights.SocketAccept | Rights.SocketShutdown | Rights.FdStatSetFlags | Rights.FdFileStatGet | Rights.PollFdReadWrite,
        StreamSocket => Stream | Rights.SocketShutdown,
        { IsTerminal: true } => Stream,
        { Type: FileType.Pipe } => Stream,
        _ => File,
    };
}
