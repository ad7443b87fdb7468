using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Directories: entries, and the pre-opened ones that a program starts from.</summary>
internal static partial class Fd
{
    /// <summary>
    /// Fills the buffer with entries from a cookie on. One that does not fit is cut off, which tells the program to ask
    /// again from the cookie of the last whole one; a buffer that is not full means the end.
    /// </summary>
    public static Errno ReadDirectory(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Find(arguments.U32(0), Rights.FdReadDirectory, out var descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = context.Memory.Slice(arguments.U32(1), arguments.U32(2), out var buffer);
        if (errno == Errno.Success)
        {
            errno = context.Memory.Slice(arguments.U32(4), sizeof(uint), out _);
        }

        if (errno != Errno.Success)
        {
            return errno;
        }

        var used = 0;
        var cookie = arguments.U64(3);
        while (used < buffer.Length)
        {
            errno = descriptor.File.NextEntry(cookie, out var entry);
            if (errno == Errno.NoEntry)
            {
                break;
            }

            if (errno != Errno.Success)
            {
                return errno;
            }

            used += AppendEntry(buffer[used..], entry);
            cookie = entry.Cookie;
        }

        return context.Memory.WriteU32(arguments.U32(4), (uint)used);
    }

    public static Errno PrestatGet(SyscallContext context, SyscallArguments arguments)
    {
        var errno = FindPreopen(context, arguments.U32(0), out var name);
        if (errno == Errno.Success && (errno = context.Memory.Slice(arguments.U32(1), Layout.PrestatSize, out var record)) == Errno.Success)
        {
            Layout.WritePrestat(record, Encoding.UTF8.GetByteCount(name));
        }

        return errno;
    }

    public static Errno PrestatDirectoryName(SyscallContext context, SyscallArguments arguments)
    {
        var errno = FindPreopen(context, arguments.U32(0), out var name);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = context.Memory.Slice(arguments.U32(1), arguments.U32(2), out var buffer);
        if (errno == Errno.Success && !Encoding.UTF8.TryGetBytes(name, buffer, out _))
        {
            return Errno.NameTooLong;
        }

        return errno;
    }

    /// <summary>EBADF for what is no preopen: libc counts descriptors up from 3 until it gets that.</summary>
    private static Errno FindPreopen(SyscallContext context, uint fd, out string name)
    {
        name = "";
        var errno = context.Find(fd, Rights.None, out var descriptor);
        if (errno != Errno.Success || descriptor.PreopenName is not { } preopen)
        {
            return Errno.BadFile;
        }

        name = preopen;
        return Errno.Success;
    }

    /// <summary>Writes as much of an entry as fits.</summary>
    /// <returns>Bytes written.</returns>
    private static int AppendEntry(Span<byte> buffer, in DirectoryEntry entry)
    {
        Span<byte> record = stackalloc byte[Layout.DirectoryEntrySize + (3 * PathWalker.MaxNameLength)];
        var nameLength = Encoding.UTF8.GetBytes(entry.Name, record[Layout.DirectoryEntrySize..]);
        Layout.WriteDirectoryEntry(record, entry, nameLength);
        var count = Math.Min(buffer.Length, Layout.DirectoryEntrySize + nameLength);
        record[..count].CopyTo(buffer);
        return count;
    }
}
