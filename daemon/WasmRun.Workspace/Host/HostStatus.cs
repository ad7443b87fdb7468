using WasmRun.Kernel;

namespace WasmRun.Workspace.Host;

/// <summary>What stands at a host path.</summary>
internal enum HostEntryKind
{
    File,
    Directory,

    /// <summary>A symbolic link, or a junction on Windows. Never followed.</summary>
    Link,
}

/// <summary>The status of one host entry, links not followed. Times are nanoseconds since 1970.</summary>
internal readonly record struct HostStatus(HostEntryKind Kind, long Size, uint Permissions, long AccessTime, long ModifyTime, long BirthTime)
{
    private const uint WindowsFilePermissions = 0x1A4; // 0o644
    private const uint WindowsDirectoryPermissions = 0x1ED; // 0o755
    private const uint LinkPermissions = 0x1FF; // 0o777

    public static Errno Read(string path, out HostStatus status)
    {
        status = default;
        try
        {
            var info = new FileInfo(path);
            var attributes = info.Attributes;
            if (attributes == (FileAttributes)(-1))
            {
                return Errno.NoEntry;
            }

            var kind = KindOf(info, attributes);
            status = new HostStatus(
                kind,
                kind == HostEntryKind.File ? info.Length : 0,
                PermissionsOf(info, kind),
                Nanoseconds(info.LastAccessTimeUtc),
                Nanoseconds(info.LastWriteTimeUtc),
                Nanoseconds(info.CreationTimeUtc));
            return Errno.Success;
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return HostErrors.ToErrno(exception);
        }
    }

    public static long Nanoseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public static DateTime FromNanoseconds(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>A reparse point without a target is no link but a file that its provider keeps elsewhere (OneDrive).</summary>
    private static HostEntryKind KindOf(FileInfo info, FileAttributes attributes) =>
        (attributes & FileAttributes.ReparsePoint) != 0 && info.LinkTarget is not null ? HostEntryKind.Link
        : (attributes & FileAttributes.Directory) != 0 ? HostEntryKind.Directory
        : HostEntryKind.File;

    private static uint PermissionsOf(FileInfo info, HostEntryKind kind) => kind switch
    {
        HostEntryKind.Link => LinkPermissions,
        _ when !OperatingSystem.IsWindows() => (uint)info.UnixFileMode,
        HostEntryKind.Directory => WindowsDirectoryPermissions,
        _ => WindowsFilePermissions,
    };
}
