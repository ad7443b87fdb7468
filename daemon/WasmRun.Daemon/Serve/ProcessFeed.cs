using System.Threading.Channels;
using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon.Serve;

/// <summary>
/// Sends the process table: soon after something changed, and once a second while processes are there and their figures move.
/// Nothing is sent, and nothing wakes up, while nothing runs.
/// </summary>
internal sealed class ProcessFeed(ProcessMonitor monitor, ClientNotifier client)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>A burst of changes (a restart) is one table.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(20);

    private readonly Channel<bool> _touched = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something changed. For any thread.</summary>
    public void Touch() => _touched.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ProcessInfo> last = [];
        while (!cancellationToken.IsCancellationRequested)
        {
            await WaitAsync(last.Count > 0, cancellationToken).ConfigureAwait(false);
            var now = monitor.Snapshot();
            if (!IsSame(last, now))
            {
                await client.ProcessChanged(new ProcessChangedParams(now)).ConfigureAwait(false);
            }

            last = now;
        }
    }

    private async Task WaitAsync(bool isTicking, CancellationToken cancellationToken)
    {
        using var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (isTicking)
        {
            tick.CancelAfter(s_interval);
        }

        try
        {
            await _touched.Reader.ReadAsync(tick.Token).ConfigureAwait(false);
            await Task.Delay(s_settle, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The second is over.
        }
    }

    private static bool IsSame(IReadOnlyList<ProcessInfo> last, IReadOnlyList<ProcessInfo> now) =>
        last.Count == now.Count && last.Zip(now).All(pair =>
            pair.First with { Ports = [] } == pair.Second with { Ports = [] } && pair.First.Ports.SequenceEqual(pair.Second.Ports));
}
