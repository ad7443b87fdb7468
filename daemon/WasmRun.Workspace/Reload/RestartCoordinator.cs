using System.Diagnostics;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Workspace.Watch;

namespace WasmRun.Workspace.Reload;

/// <summary>
/// Runs one program and starts it anew when its files change, so that no request fails meanwhile: listening sockets outlive the
/// process, exchanges under way are finished, connections that come in between wait for the next process.
/// </summary>
/// <remarks>Everything that starts or stops the program happens on one loop: <see cref="RunAsync"/>.</remarks>
public sealed class RestartCoordinator
{
    private readonly Lock _lock = new();
    private readonly LoopbackNetwork _network;
    private readonly IConnectionDrain _drain;
    private readonly IProgramStarter _starter;
    private readonly RestartOptions _options;
    private readonly AsyncWaiter _asked = new();
    private ReloadRule _rule;
    private ChangeBatch? _batch;
    private bool _isForced;
    private long _askedAt;
    private bool _hasServed;

    public RestartCoordinator(
        LoopbackNetwork network, IConnectionDrain drain, IProgramStarter starter, ReloadRule rule, RestartOptions? options = null)
    {
        _network = network;
        _drain = drain;
        _starter = starter;
        _rule = rule;
        _options = options ?? new RestartOptions();
    }

    /// <summary>The program was started anew.</summary>
    public event Action<RestartReport>? Restarted;

    /// <summary>The program has ended by itself.</summary>
    public event Action<ProgramExit>? Exited;

    /// <summary>What edits do; may be changed while the program runs.</summary>
    public ReloadRule Rule
    {
        get
        {
            lock (_lock)
            {
                return _rule;
            }
        }

        set
        {
            lock (_lock)
            {
                _rule = value;
            }
        }
    }

    /// <summary>An edit. Returns at once; edits during a restart lead to one more.</summary>
    public void OnBatch(ChangeBatch batch)
    {
        if (batch.TriggersReload)
        {
            Ask(batch, isForced: false, batch.FirstSeen);
        }
    }

    /// <summary>The user wants it started anew, whatever the rule.</summary>
    public void Restart() => Ask(null, isForced: true, Stopwatch.GetTimestamp());

    /// <summary>Starts the program and keeps it running until it has ended for good. When cancelled it is stopped, and this returns.</summary>
    /// <returns>The status with which the program ended last; null when there never was one.</returns>
    public async Task<ExitStatus?> RunAsync(CancellationToken cancellationToken)
    {
        void OnPortOpened(OpenPort port)
        {
            lock (_lock)
            {
                _hasServed = true;
            }
        }

        _network.PortOpened += OnPortOpened;
        IRunningProgram? program = null;
        ExitStatus? status = null;
        try
        {
            program = await _starter.StartAsync(cancellationToken).ConfigureAwait(false);
            var hasRestarted = false;
            while (program is not null || MayWait(hasRestarted))
            {
                if (await NextAskAsync(program, cancellationToken).ConfigureAwait(false))
                {
                    program = await ReplaceAsync(program, cancellationToken).ConfigureAwait(false);
                    hasRestarted = true;
                    continue;
                }

                status = await program!.Exited.ConfigureAwait(false);
                program = null;
                Exited?.Invoke(new ProgramExit(status.Value, MayWait(hasRestarted)));
            }

            return status;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (program is not null)
            {
                await program.StopAsync().ConfigureAwait(false);
                status = await program.Exited.ConfigureAwait(false);
            }

            return status;
        }
        finally
        {
            _network.PortOpened -= OnPortOpened;
        }
    }

    private void Ask(ChangeBatch? batch, bool isForced, long at)
    {
        lock (_lock)
        {
            if (!isForced && (_rule == ReloadRule.None || (_rule == ReloadRule.RestartServer && !_hasServed)))
            {
                return;
            }

            _askedAt = _askedAt == 0 ? at : _askedAt;
            _batch ??= batch;
            _isForced |= isForced;
        }

        _asked.Wake();
    }

    private bool TryTakeAsk(out ChangeBatch? batch, out long at)
    {
        lock (_lock)
        {
            (batch, at) = (_batch, _askedAt);
            var isAsked = _batch is not null || _isForced;
            (_batch, _isForced, _askedAt) = (null, false, 0);
            return isAsked;
        }
    }

    private bool IsAsked
    {
        get
        {
            lock (_lock)
            {
                return _batch is not null || _isForced;
            }
        }
    }

    /// <summary>Whether a program that has ended is started again by the next edit.</summary>
    private bool MayWait(bool hasRestarted)
    {
        lock (_lock)
        {
            // A server that an edit broke waits for the edit that mends it; one that ends by itself has ended.
            return _rule == ReloadRule.Restart || (_rule == ReloadRule.RestartServer && _hasServed && hasRestarted);
        }
    }

    /// <summary>True when a restart is wanted, false when the program has ended first.</summary>
    private async Task<bool> NextAskAsync(IRunningProgram? program, CancellationToken cancellationToken)
    {
        while (!IsAsked)
        {
            var asked = _asked.WaitAsync(cancellationToken);
            if (program is null)
            {
                await asked.ConfigureAwait(false);
            }
            else if (await Task.WhenAny(asked, program.Exited).ConfigureAwait(false) == program.Exited && !IsAsked)
            {
                // The wait goes on unobserved; the next wake-up ends it.
                return false;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return true;
    }

    /// <summary>One restart; edits that come before the new program listens start it once more under the same handover.</summary>
    private async Task<IRunningProgram?> ReplaceAsync(IRunningProgram? program, CancellationToken cancellationToken)
    {
        using var ports = new PortsToTake(_network);
        _network.BeginHandover();
        try
        {
            await _drain.BeginHandoverAsync(_options.Drain, cancellationToken).ConfigureAwait(false);
            while (TryTakeAsk(out var batch, out var at))
            {
                if (program is not null)
                {
                    await program.StopAsync().ConfigureAwait(false);
                    program = null;
                }

                program = await _starter.StartAsync(cancellationToken).ConfigureAwait(false);
                var hasPorts = program is not null && await HasTakenAsync(ports, program, cancellationToken).ConfigureAwait(false);
                if (!IsAsked)
                {
                    Restarted?.Invoke(new RestartReport(batch, Stopwatch.GetElapsedTime(at), hasPorts));
                }
            }

            return program;
        }
        catch
        {
            if (program is not null)
            {
                await program.StopAsync().ConfigureAwait(false);
            }

            throw;
        }
        finally
        {
            _network.EndHandover();
        }
    }

    /// <summary>Waits until the program has every port, has ended, is to be replaced again, or the time is over.</summary>
    private async Task<bool> HasTakenAsync(PortsToTake ports, IRunningProgram program, CancellationToken cancellationToken)
    {
        var limit = Task.Delay(_options.TakeOver, cancellationToken);
        while (!ports.AllTaken.IsCompleted && !program.Exited.IsCompleted && !limit.IsCompleted && !IsAsked)
        {
            await Task.WhenAny(ports.AllTaken, program.Exited, limit, _asked.WaitAsync(cancellationToken)).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ports.AllTaken.IsCompleted;
    }

    /// <summary>The ports that are open when a restart begins, until programs have taken them over.</summary>
    private sealed class PortsToTake : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly LoopbackNetwork _network;
        private readonly HashSet<ushort> _ports;
        private readonly TaskCompletionSource _allTaken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PortsToTake(LoopbackNetwork network)
        {
            _network = network;
            _ports = [.. network.OpenPorts().Select(port => port.Port)];
            network.PortTakenOver += OnTakenOver;
            if (_ports.Count == 0)
            {
                _allTaken.SetResult();
            }
        }

        public Task AllTaken => _allTaken.Task;

        public void Dispose() => _network.PortTakenOver -= OnTakenOver;

        private void OnTakenOver(OpenPort port)
        {
            lock (_lock)
            {
                if (_ports.Remove(port.Port) && _ports.Count == 0)
                {
                    _allTaken.TrySetResult();
                }
            }
        }
    }
}
