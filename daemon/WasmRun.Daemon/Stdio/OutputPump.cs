using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Stdio;

/// <summary>Carries what a guest writes from a kernel pipe to the host, without a thread and without ever blocking the guest's kill.</summary>
internal static class OutputPump
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Completes at the end of the pipe, when everything was delivered. Takes over the reader's reference.</summary>
    /// <param name="reader">The end of the pipe to read from.</param>
    /// <param name="deliver">Takes one chunk; the memory is reused after it completes. The guest waits meanwhile: back-pressure.</param>
    public static async Task RunAsync(OpenFile reader, Func<ReadOnlyMemory<byte>, ValueTask> deliver)
    {
        var buffer = new byte[ChunkBytes];
        var waiter = new AsyncWaiter();
        reader.WaitQueue!.Add(waiter);
        try
        {
            while (true)
            {
                var errno = reader.Read(buffer, out var count);
                if (errno == Errno.WouldBlock)
                {
                    await waiter.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                }
                else if (errno == Errno.Success && count > 0)
                {
                    await deliver(buffer.AsMemory(0, count)).ConfigureAwait(false);
                }
                else
                {
                    return;
                }
            }
        }
        finally
        {
            reader.WaitQueue.Remove(waiter);
            reader.Release();
        }
    }
}
