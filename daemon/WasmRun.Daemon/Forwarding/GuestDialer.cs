using WasmRun.Kernel;
using WasmRun.Kernel.Net;

namespace WasmRun.Daemon.Forwarding;

/// <summary>Connects to one port of the guest network.</summary>
internal sealed class GuestDialer(LoopbackNetwork network, ushort port)
{
    /// <summary>A full backlog is asked again after this long, as TCP sends its SYN again.</summary>
    private static readonly TimeSpan _retryAfter = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan _giveUpAfter = TimeSpan.FromSeconds(30);

    /// <summary>A connection; null when nobody listens or nobody accepts for long.</summary>
    public async Task<StreamSocket?> DialAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (network.Connect(Endpoint.Loopback(port), out var socket) == Errno.Success)
            {
                return socket;
            }

            if (!network.IsOpen(port) || TimeProvider.System.GetElapsedTime(started) > _giveUpAfter)
            {
                return null;
            }

            await Task.Delay(_retryAfter, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }
}
