using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Hard and symbolic links.</summary>
internal static partial class Path
{
    public static Errno Link(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathLinkSource, arguments.U32(2), arguments.U32(3), out var oldFrom, out var oldPath);
        if (errno != Errno.Success || (errno = ReadLookupFlags(arguments.U32(1), out var follow)) != Errno.Success)
        {
            return errno;
        }

        errno = Begin(context, arguments.U32(4), Rights.PathLinkTarget, arguments.U32(5), arguments.U32(6), out var newFrom, out var newPath);
        return errno == Errno.Success ? PathOperations.Link(oldFrom, oldPath, follow, newFrom, newPath) : errno;
    }

    /// <summary>An absolute target could never be followed beneath a pre-opened directory: it is refused at once.</summary>
    public static Errno SymbolicLink(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.ReadPath(arguments.U32(0), arguments.U32(1), out var target);
        if (errno != Errno.Success)
        {
            return errno;
        }

        errno = Begin(context, arguments.U32(2), Rights.PathSymbolicLink, arguments.U32(3), arguments.U32(4), out var from, out var path);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (target.StartsWith('/'))
        {
            return Errno.NotCapable;
        }

        return target.Contains('\0') ? Errno.Invalid : PathOperations.CreateSymbolicLink(from, target, path);
    }

    /// <summary>A target longer than the buffer is cut off, as POSIX <c>readlink</c>.</summary>
    public static Errno ReadLink(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Begin(context, arguments.U32(0), Rights.PathReadLink, arguments.U32(1), arguments.U32(2), out var from, out var path);
        if (errno != Errno.Success || (errno = context.Memory.Slice(arguments.U32(3), arguments.U32(4), out var buffer)) != Errno.Success)
        {
            return errno;
        }

        errno = PathOperations.ReadLink(from, path, out var target);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var bytes = Encoding.UTF8.GetBytes(target);
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes.AsSpan(0, count).CopyTo(buffer);
        return context.Memory.WriteU32(arguments.U32(5), (uint)count);
    }
}
