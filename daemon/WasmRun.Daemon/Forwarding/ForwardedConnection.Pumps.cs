using System.IO.Pipelines;
using System.Net.Sockets;
using WasmRun.Kernel;

namespace WasmRun.Daemon.Forwarding;

/// <summary>The two directions of the connection.</summary>
internal sealed partial class ForwardedConnection
{
    private async Task PumpToGuestAsync(PipeReader input)
    {
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(_stop.Token).ConfigureAwait(false);
                foreach (var segment in result.Buffer)
                {
                    if (!await SendToGuestAsync(segment).ConfigureAwait(false))
                    {
                        Abort();
                        return;
                    }
                }

                input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    EndFromHost();
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            Abort();
        }
        catch (OperationCanceledException)
        {
            Dispose();
        }
    }

    private async Task PumpToHostAsync(PipeWriter output)
    {
        try
        {
            while (true)
            {
                var errno = ReadFromGuest(output.GetMemory(BufferBytes).Span, out var count);
                if (errno == Errno.WouldBlock)
                {
                    await _toHost.WaitAsync(_stop.Token).ConfigureAwait(false);
                }
                else if (count > 0)
                {
                    output.Advance(count);
                    await output.FlushAsync(_stop.Token).ConfigureAwait(false);
                }
                else if (!await ReplaceGuestAsync().ConfigureAwait(false))
                {
                    EndFromGuest(errno);
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            Abort();
        }
        catch (OperationCanceledException)
        {
            Dispose();
        }
        finally
        {
            await output.CompleteAsync().ConfigureAwait(false);
        }
    }

    private Errno ReadFromGuest(Span<byte> buffer, out int count)
    {
        bool progressed;
        Errno errno;
        lock (_lock)
        {
            count = 0;
            if (_guest is null)
            {
                return Errno.WouldBlock;
            }

            errno = _guest.Read(buffer, out count);
            if (count > 0)
            {
                _exchanges.Received(buffer[..count]);
            }

            progressed = count > 0 && _isOld && !_exchanges.IsExchanging;
            if (progressed && _exchanges.IsIdle && !_isHostEnded)
            {
                Detach();
            }
        }

        if (progressed)
        {
            _handoverProgressed();
        }

        return errno;
    }

    /// <summary>Passes bytes on as the guest takes them. False when there is nobody to take them.</summary>
    private async Task<bool> SendToGuestAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var errno = Write(bytes.Span, out var count, out var hasGuest);
            bytes = bytes[count..];
            if (!hasGuest)
            {
                if (!await EnsureGuestAsync().ConfigureAwait(false))
                {
                    return false;
                }
            }
            else if (errno is not (Errno.Success or Errno.WouldBlock))
            {
                // The program takes no more. What it still has to say passes; then the other pump ends or replaces this end.
                lock (_lock)
                {
                    if (_isGuestEnded)
                    {
                        return true;
                    }
                }

                await _toGuest.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            else if (bytes.Length > 0)
            {
                await _toGuest.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
        }

        return true;
    }

    private Errno Write(ReadOnlySpan<byte> bytes, out int count, out bool hasGuest)
    {
        lock (_lock)
        {
            count = 0;
            hasGuest = _guest is not null;
            if (_guest is null)
            {
                return Errno.WouldBlock;
            }

            var errno = _guest.Write(bytes, out count);
            if (count > 0)
            {
                _exchanges.Sent(bytes[..count]);
            }

            return errno;
        }
    }

    private void EndFromHost()
    {
        bool isOver;
        lock (_lock)
        {
            _isHostEnded = true;
            isOver = _guest is null || _isGuestEnded;
            _guest?.Shutdown(read: false, write: true);
        }

        if (isOver)
        {
            Dispose();
        }
    }

    private void EndFromGuest(Errno errno)
    {
        if (errno != Errno.Success)
        {
            Abort();
            return;
        }

        bool isOver;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isGuestEnded = true;
            isOver = _isHostEnded;
            if (!isOver)
            {
                _host.Shutdown(SocketShutdown.Send);
                _stop.CancelAfter(_guest is { } guest && guest.Write(default, out _) == Errno.BrokenPipe ? _lingerAfterEnd : Timeout.InfiniteTimeSpan);
            }
        }

        _toGuest.Wake();
        if (isOver)
        {
            Dispose();
        }
    }
}
