using System.Security;
using WasmRun.Kernel;

namespace WasmRun.Workspace.Host;

/// <summary>What the host's file errors are for a guest.</summary>
internal static class HostErrors
{
    // .NET keeps the platform's own number in HResult: errno on Unix, 0x8007 and the Win32 error on Windows.
    private const int DirectoryNotEmptyLinux = 39;
    private const int DirectoryNotEmptyMac = 66;
    private const int DiskQuotaLinux = 122;
    private const int DiskQuotaMac = 69;
    private const int NoSpaceUnix = 28;
    private const int ReadOnlyUnix = 30;
    private const int FileTooBigUnix = 27;
    private const int ExistsUnix = 17;
    private const int NotDirectoryUnix = 20;
    private const int IsDirectoryUnix = 21;
    private const int CrossDeviceUnix = 18;
    private const int SharingViolationWindows = unchecked((int)0x80070020);
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullWindows = unchecked((int)0x80070027);
    private const int DirectoryNotEmptyWindows = unchecked((int)0x80070091);
    private const int FileExistsWindows = unchecked((int)0x80070050);
    private const int AlreadyExistsWindows = unchecked((int)0x800700B7);
    private const int WriteProtectWindows = unchecked((int)0x80070013);

    /// <summary>True for what a disk, its permissions or another program may cause; anything else is a bug of ours.</summary>
    public static bool IsHostFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException;

    public static Errno ToErrno(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException => Errno.NoEntry,
        PathTooLongException => Errno.NameTooLong,
        UnauthorizedAccessException or SecurityException => Errno.AccessDenied,
        IOException io => FromCode(io.HResult),
        _ => Errno.Io,
    };

    private static Errno FromCode(int code) => code switch
    {
        NoSpaceUnix or DiskFullWindows or HandleDiskFullWindows => Errno.NoSpace,
        DiskQuotaLinux or DiskQuotaMac => Errno.QuotaExceeded,
        DirectoryNotEmptyLinux or DirectoryNotEmptyMac or DirectoryNotEmptyWindows => Errno.NotEmpty,
        ExistsUnix or FileExistsWindows or AlreadyExistsWindows => Errno.Exists,
        ReadOnlyUnix or WriteProtectWindows => Errno.ReadOnlyFileSystem,
        FileTooBigUnix => Errno.FileTooBig,
        NotDirectoryUnix => Errno.NotDirectory,
        IsDirectoryUnix => Errno.IsDirectory,
        CrossDeviceUnix => Errno.CrossDevice,
        SharingViolationWindows => Errno.Busy,
        _ => Errno.Io,
    };
}
