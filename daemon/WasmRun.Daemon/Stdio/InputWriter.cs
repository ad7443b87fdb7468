using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Stdio;

/// <summary>Feeds a guest's standard input from asynchronous code.</summary>
internal sealed class InputWriter(OpenFile writer) : IDisposable
{
    private readonly AsyncWaiter _waiter = new();
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isClosed;

    /// <summary>Completes when the pipe has taken everything.</summary>
    /// <returns>False when nobody reads any more.</returns>
    public async Task<bool> WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return !_isClosed && await WriteAllAsync(data, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The guest reads the end of its input next.</summary>
    public void Close()
    {
        if (!Interlocked.Exchange(ref _isClosed, true))
        {
            writer.Release();
        }
    }

    public void Dispose()
    {
        Close();
        _turn.Dispose();
    }

    private async Task<bool> WriteAllAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        writer.WaitQueue!.Add(_waiter);
        try
        {
            while (data.Length > 0)
            {
                // Small writes to a pipe are all or nothing, so a nearly full pipe takes a chunk only in one piece.
                var errno = writer.Write(data.Span, out var count);
                data = data[count..];
                if (errno == Errno.WouldBlock)
                {
                    await _waiter.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                else if (errno != Errno.Success)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            writer.WaitQueue.Remove(_waiter);
        }
    }
}
