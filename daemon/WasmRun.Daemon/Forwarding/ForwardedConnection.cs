using System.IO.Pipelines;
using System.Net.Sockets;
using WasmRun.Daemon.Forwarding.Http;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Scheduling;

namespace WasmRun.Daemon.Forwarding;

/// <summary>
/// One connection from outside, joined to one of the guest network. Bytes pass as they are, each direction at the pace of its
/// reader; ends and resets are passed on. While the program is replaced the guest's end may change under an idle connection.
/// </summary>
/// <remarks>Lock order: the connection's lock before the guest socket's.</remarks>
internal sealed partial class ForwardedConnection : IDisposable
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
