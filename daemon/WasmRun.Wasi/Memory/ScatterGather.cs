using System.Runtime.CompilerServices;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Reads and writes of several buffers, once for all kinds of files.</summary>
internal static class ScatterGather
{
    /// <summary>
    /// Lists up to this many bytes are written in one piece: PIPE_BUF, up to which POSIX wants writes to a pipe not to be
    /// mixed with others'; it also spares small records a call a buffer.
    /// </summary>
    private const int GatherBytes = 4096;

    /// <summary>
    /// Reads at the current offset, or at the one given. Waits for the first bytes only; what else is there is taken
    /// without waiting, as POSIX <c>readv</c>; with <paramref name="fill"/> it waits until every buffer is full (MSG_WAITALL).
    /// </summary>
    public static Errno Read(SyscallContext context, OpenFile file, ulong? offset, out uint total, bool fill = false)
    {
        var list = context.Vectors;
        total = 0;
        if (list.TotalLength == 0)
        {
            return offset is { } at ? file.ReadAt(at, [], out _) : file.Read([], out _);
        }

        foreach (var vector in list.Vectors)
        {
            if (vector.Length == 0)
            {
                continue;
            }

            var errno = context.Memory.Slice(vector.Address, vector.Length, out var buffer);
            var count = 0;
            if (errno == Errno.Success)
            {
                errno = offset is { } at ? file.ReadAt(at + total, buffer, out count)
                    : fill ? Fill(context, file, buffer, out count)
                    : total == 0 ? BlockingIo.Read(context.Process, file, buffer, out count)
                    : file.Read(buffer, out count);
            }

            if (errno != Errno.Success)
            {
                return total > 0 ? Errno.Success : errno;
            }

            total += (uint)count;
            if (count < buffer.Length)
            {
                break;
            }
        }

        return Errno.Success;
    }

    /// <summary>Writes at the current offset, or at the one given; waits for room as POSIX <c>writev</c>.</summary>
    /// <remarks>The buffer on the stack is not cleared first: only what was copied into it is read.</remarks>
    [SkipLocalsInit]
    public static Errno Write(SyscallContext context, OpenFile file, ulong? offset, out uint total)
    {
        var list = context.Vectors;
        total = 0;
        if (list.Vectors.Length != 1 && list.TotalLength <= GatherBytes)
        {
            Span<byte> gathered = stackalloc byte[GatherBytes];
            Gather(context.Memory, list, gathered);
            return WriteOne(context, file, offset, gathered[..list.TotalLength], ref total);
        }

        foreach (var vector in list.Vectors)
        {
            var errno = context.Memory.Slice(vector.Address, vector.Length, out var buffer);
            var before = total;
            if (errno == Errno.Success)
            {
                errno = WriteOne(context, file, offset, buffer, ref total);
            }

            if (errno != Errno.Success)
            {
                return total > 0 ? Errno.Success : errno;
            }

            if (total - before < buffer.Length)
            {
                break;
            }
        }

        return Errno.Success;
    }

    /// <summary>Copies bytes that were received in one piece into the buffers of a list.</summary>
    public static void Scatter(GuestMemory memory, IoVectorList list, ReadOnlySpan<byte> source)
    {
        foreach (var vector in list.Vectors)
        {
            var count = Math.Min(source.Length, (int)vector.Length);
            if (count > 0 && memory.TrySlice(vector.Address, (uint)count, out var buffer))
            {
                source[..count].CopyTo(buffer);
                source = source[count..];
            }
        }
    }

    private static Errno Fill(SyscallContext context, OpenFile file, Span<byte> buffer, out int count)
    {
        count = 0;
        while (count < buffer.Length)
        {
            var errno = BlockingIo.Read(context.Process, file, buffer[count..], out var more);
            if (errno != Errno.Success)
            {
                return count > 0 ? Errno.Success : errno;
            }

            if (more == 0)
            {
                break;
            }

            count += more;
        }

        return Errno.Success;
    }

    private static Errno WriteOne(SyscallContext context, OpenFile file, ulong? offset, ReadOnlySpan<byte> buffer, ref uint total)
    {
        var errno = offset is { } at
            ? file.WriteAt(at + total, buffer, out var count)
            : BlockingIo.Write(context.Process, file, buffer, out count);
        total += (uint)count;
        return errno;
    }

    private static void Gather(GuestMemory memory, IoVectorList list, Span<byte> target)
    {
        foreach (var vector in list.Vectors)
        {
            if (memory.TrySlice(vector.Address, vector.Length, out var buffer))
            {
                buffer.CopyTo(target);
                target = target[buffer.Length..];
            }
        }
    }
}
