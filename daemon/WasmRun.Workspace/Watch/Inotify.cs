using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WasmRun.Workspace.Watch;

/// <summary>Linux's inotify and what is needed to wait for it. Source: inotify(7), eventfd(2), poll(2).</summary>
internal static partial class Inotify
{
    public const uint CloseWrite = 0x8;
    public const uint MovedFrom = 0x40;
    public const uint MovedTo = 0x80;
    public const uint Create = 0x100;
    public const uint Delete = 0x200;
    public const uint Overflow = 0x4000;
    public const uint Ignored = 0x8000;
    public const uint OnlyDirectory = 0x0100_0000;
    public const uint DontFollow = 0x0200_0000;
    public const uint ExcludeUnlinked = 0x0400_0000;
    public const uint IsDirectory = 0x4000_0000;

    public const int NoSpace = 28; // ENOSPC: fs.inotify.max_user_watches
    public const short PollIn = 1;

    /// <summary>Bytes of an event before its name: watch descriptor, mask, cookie, length of the name.</summary>
    public const int EventHeaderBytes = 16;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;

    public static SafeFileHandle Open() => new(Init(CloseOnExec | NonBlocking), ownsHandle: true);

    public static SafeFileHandle OpenEvent() => new(EventFd(0, CloseOnExec | NonBlocking), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddWatch(SafeFileHandle inotify, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    public static partial int RemoveWatch(SafeFileHandle inotify, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, in ulong value, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Span<PollFile> files, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFile
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
