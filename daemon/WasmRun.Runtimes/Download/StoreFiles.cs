using System.Security;

namespace WasmRun.Runtimes.Download;

/// <summary>How the store writes, so that a test can fill the disk.</summary>
internal class StoreFiles
{
    // .NET puts the system's number into IOException.HResult: errno on Unix, a Win32 error on Windows.
    private const int NoSpaceUnix = 28; // ENOSPC on Linux and macOS
    private const int DiskFullWindows = unchecked((int)0x80070070); // ERROR_DISK_FULL
    private const int HandleDiskFullWindows = unchecked((int)0x80070027); // ERROR_HANDLE_DISK_FULL

    private static readonly int s_quotaUnix = OperatingSystem.IsMacOS() ? 69 : 122; // EDQUOT

    public virtual Stream Open(string path, FileMode mode) =>
        new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: true);

    /// <summary>Free bytes where this folder is; <see cref="long.MaxValue"/> when the system doesn't say.</summary>
    public virtual long FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    public static bool IsDiskFull(Exception cause) => cause is IOException { HResult: var code }
        && (code is NoSpaceUnix or DiskFullWindows or HandleDiskFullWindows || code == s_quotaUnix);

    /// <summary>The failure of a write in words; null when it is none of the file system's.</summary>
    public static RuntimeException? Explain(Exception cause, string root) => cause switch
    {
        _ when IsDiskFull(cause) => DiskFull(root, "there is no space left", cause),
        UnauthorizedAccessException or SecurityException or IOException => new RuntimeException(
            RuntimeErrorCode.StoreNotWritable,
            $"The runtime store {root} can't be written: {cause.Message.TrimEnd('.')}.",
            "Make the folder writable, or choose another one with the variable WASMRUN_HOME.",
            cause),
        _ => null,
    };

    public static RuntimeException DiskFull(string root, string why, Exception? cause = null) => new(
        RuntimeErrorCode.DiskFull,
        $"The disk is full: {why} for the runtime store {root}.",
        "Free some space (“wasmrun runtimes prune” removes what is not used), or choose another folder with WASMRUN_HOME.",
        cause);
}
