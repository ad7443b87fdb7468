using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Vfs;

/// <summary>Reads and writes that wait as POSIX does: the one place where a process sleeps for a file.</summary>
public static class BlockingIo
{
    /// <summary>Reads at least one byte unless at the end; waits for it unless the file is non-blocking.</summary>
    /// <returns><see cref="Errno.Interrupted"/> when a signal came while nothing had been read.</returns>
    public static Errno Read(Process process, OpenFile file, Span<byte> buffer, out int count)
    {
        var errno = file.Read(buffer, out count);
        if (errno != Errno.WouldBlock || !MayWait(file))
        {
            return errno;
        }

        var queue = file.WaitQueue!;
        queue.Add(process.Waiter);
        try
        {
            while ((errno = file.Read(buffer, out count)) == Errno.WouldBlock)
            {
                if ((errno = process.Sleep(ThreadWaiter.Forever)) != Errno.Success)
                {
                    return errno;
                }
            }

            return errno;
        }
        finally
        {
            queue.Remove(process.Waiter);
        }
    }

    /// <summary>Writes everything; waits for room unless the file is non-blocking, where it writes what fits.</summary>
    public static Errno Write(Process process, OpenFile file, ReadOnlySpan<byte> buffer, out int count)
    {
        var errno = file.Write(buffer, out count);
        if (!MayWait(file) || (errno == Errno.Success && count == buffer.Length) || (errno != Errno.Success && errno != Errno.WouldBlock))
        {
            return errno;
        }

        var queue = file.WaitQueue!;
        queue.Add(process.Waiter);
        try
        {
            while (count < buffer.Length)
            {
                errno = file.Write(buffer[count..], out var more);
                count += more;
                if (errno == Errno.WouldBlock)
                {
                    errno = process.Sleep(ThreadWaiter.Forever);
                }

                if (errno != Errno.Success)
                {
                    return count > 0 ? Errno.Success : errno;
                }
            }

            return Errno.Success;
        }
        finally
        {
            queue.Remove(process.Waiter);
        }
    }

    private static bool MayWait(OpenFile file) => (file.Flags & OpenFlags.NonBlocking) == 0 && file.WaitQueue is not null;
}
