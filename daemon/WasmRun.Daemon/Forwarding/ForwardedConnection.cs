using System.IO.Pipelines;
using System.Net.Sockets;
using WasmRun.Daemon.Forwarding.Http;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Scheduling;

namespace WasmRun.Daemon.Forwarding;

/// <summary>
/// One connection from outside, joined to one of the guest network. Bytes pass as they are, each direction at the pace of its
/// reader; ends and resets are passed on. While the program is replaced the guest's end may change under an idle connection.
/// </summary>
/// <remarks>Lock order: the connection's lock before the guest socket's.</remarks>
internal sealed class ForwardedConnection : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>How long a client may keep its end after the program has closed the whole connection.</summary>
    private static readonly TimeSpan _lingerAfterEnd = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Socket _host;
    private readonly GuestDialer _dialer;
    private readonly HttpExchangeTracker _exchanges = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AsyncWaiter _toGuest = new();
    private readonly AsyncWaiter _toHost = new();
    private readonly Action _handoverProgressed;
    private StreamSocket? _guest;
    private int _handovers;
    private bool _isOld;
    private bool _isHostEnded;
    private bool _isGuestEnded;
    private bool _isClosed;

    /// <param name="host">The accepted socket; the connection closes it.</param>
    /// <param name="dialer">Leads to the guest's port.</param>
    /// <param name="handoverProgressed">Called when the connection no longer holds up a handover.</param>
    public ForwardedConnection(Socket host, GuestDialer dialer, Action handoverProgressed)
    {
        _host = host;
        _dialer = dialer;
        _handoverProgressed = handoverProgressed;
    }

    /// <summary>True while the program that is being replaced still owes this connection an answer.</summary>
    public bool IsDraining
    {
        get
        {
            lock (_lock)
            {
                return _isOld && _guest is not null && !_isClosed && _exchanges.IsExchanging;
            }
        }
    }

    /// <summary>True while it waits for its next request with no program behind it.</summary>
    public bool IsParked
    {
        get
        {
            lock (_lock)
            {
                return _guest is null && !_isClosed;
            }
        }
    }

    /// <summary>Carries bytes until both ends are done.</summary>
    public async Task RunAsync()
    {
        await using var stream = new NetworkStream(_host, ownsSocket: false);
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        try
        {
            if (!await EnsureGuestAsync().ConfigureAwait(false))
            {
                Abort();
                return;
            }

            await Task.WhenAll(PumpToGuestAsync(input), PumpToHostAsync(output)).ConfigureAwait(false);
        }
        finally
        {
            Dispose();
            await input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The program behind it is about to be replaced. An idle connection lets go of it at once.</summary>
    public void BeginHandover()
    {
        var redialNow = false;
        lock (_lock)
        {
            _handovers++;

            // What no program has accepted yet stays in the backlog, for the next one.
            if (_isClosed || _guest is not { IsPeerAccepted: true })
            {
                return;
            }

            _isOld = true;
            if (_exchanges.IsIdle && !_isHostEnded)
            {
                Detach();

                // A client that has not spoken may be waiting for the server to speak first.
                redialNow = !_exchanges.HasCompleted;
            }
        }

        if (redialNow)
        {
            _ = EnsureGuestAsync();
        }
    }

    /// <summary>Ends the connection at both ends with an error (TCP RST).</summary>
    public void Abort()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _host.LingerState = new LingerOption(true, 0);
                _guest?.Reset();
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            Detach();
        }

        _stop.Cancel();
        _host.Dispose();
        _handoverProgressed();
    }

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

    /// <summary>Dials unless there is a guest's end already.</summary>
    private async Task<bool> EnsureGuestAsync()
    {
        var guest = await DialAsync().ConfigureAwait(false);
        lock (_lock)
        {
            if (_guest is null && !_isClosed && guest is not null)
            {
                Attach(guest);
                return true;
            }

            guest?.Release();
            return _guest is not null && !_isClosed;
        }
    }

    /// <summary>A guest's end that is not the old program's: one that it accepted just before a handover began is let go.</summary>
    private async Task<StreamSocket?> DialAsync()
    {
        while (true)
        {
            var before = Volatile.Read(ref _handovers);
            var guest = await _dialer.DialAsync(_stop.Token).ConfigureAwait(false);
            if (guest is null || Volatile.Read(ref _handovers) == before || !guest.IsPeerAccepted)
            {
                return guest;
            }

            guest.Release();
        }
    }

    /// <summary>
    /// After the guest's end has ended: true when its program was being replaced and the connection goes on with the next one.
    /// </summary>
    private async Task<bool> ReplaceGuestAsync()
    {
        byte[] replay;
        lock (_lock)
        {
            if (!_isOld || _isClosed)
            {
                return false;
            }

            if (_exchanges.IsIdle)
            {
                if (!_isHostEnded)
                {
                    Detach();
                }

                return !_isHostEnded;
            }

            if (!_exchanges.CanReplay)
            {
                return false;
            }

            replay = _exchanges.TakeReplay();
        }

        var next = await DialAsync().ConfigureAwait(false);
        if (next is null)
        {
            return false;
        }

        lock (_lock)
        {
            if (_isClosed)
            {
                next.Release();
                return false;
            }

            Detach();
            next.Write(replay, out _);
            Attach(next);
            return true;
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

    private void Attach(StreamSocket guest)
    {
        _guest = guest;
        _isOld = false;
        if (_isHostEnded)
        {
            guest.Shutdown(read: false, write: true);
        }

        guest.WaitQueue.Add(_toGuest);
        guest.WaitQueue.Add(_toHost);
        WakeBoth();
    }

    private void Detach()
    {
        if (_guest is { } guest)
        {
            _guest = null;
            guest.WaitQueue.Remove(_toGuest);
            guest.WaitQueue.Remove(_toHost);
            guest.Release();
        }

        WakeBoth();
    }

    private void WakeBoth()
    {
        _toGuest.Wake();
        _toHost.Wake();
    }
}
