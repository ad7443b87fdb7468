using WasmRun.Kernel.Net;
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

    /// <summary>Takes a connection; waits for one unless the listener is non-blocking.</summary>
    public static Errno Accept(Process process, Listener listener, out StreamSocket? socket)
    {
        var errno = listener.Accept(out socket);
        if (errno != Errno.WouldBlock || !MayWait(listener))
        {
            return errno;
        }

        listener.WaitQueue.Add(process.Waiter);
        try
        {
            while ((errno = listener.Accept(out socket)) == Errno.WouldBlock)
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
            listener.WaitQueue.Remove(process.Waiter);
        }
    }

    /// <summary>Reads bytes and leaves them (MSG_PEEK), once at least <paramref name="minimum"/> are there or no more will come.</summary>
    public static Errno Peek(Process process, StreamSocket socket, Span<byte> buffer, int minimum, out int count)
    {
        socket.WaitQueue.Add(process.Waiter);
        try
        {
            while (true)
            {
                // Asked before the bytes are counted: an end that comes in between is seen the next time around.
                var isEnded = socket.IsReadEnded;
                var errno = socket.Receive(buffer, peek: true, out count);
                if (errno != Errno.WouldBlock && (errno != Errno.Success || count >= minimum || isEnded))
                {
                    return errno;
                }

                if (!MayWait(socket))
                {
                    return errno;
                }

                if ((errno = process.Sleep(ThreadWaiter.Forever)) != Errno.Success)
                {
                    return errno;
                }
            }
        }
        finally
        {
            socket.WaitQueue.Remove(process.Waiter);
        }
    }

    private static bool MayWait(OpenFile file) => (file.Flags & OpenFlags.NonBlocking) == 0 && file.WaitQueue is not null;
}
