using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Runs;

/// <summary>Hot reload: the program is replaced while its ports stay open, so that no request fails.</summary>
internal sealed partial class Run
{
    /// <summary>How long requests that are under way may take before the old process is ended all the same.</summary>
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(1);

    /// <summary>How long a program that handles SIGTERM may take to end.</summary>
    private static readonly TimeSpan s_terminateLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>How long connections wait for the new process to listen.</summary>
    private static readonly TimeSpan s_takeOverLimit = TimeSpan.FromSeconds(10);

    /// <summary>Held while the process is replaced.</summary>
    private readonly SemaphoreSlim _replacing = new(1);

    /// <summary>A change that no restart has answered yet; null when there is none. Guarded by the run's lock.</summary>
    private string? _changeReason;
    private bool _isReloading;
    private bool _hasListened;
    private bool _hasBeenReplaced;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Replaces the process; completes when the new one has taken the ports over, has ended, or takes too long.</summary>
    /// <param name="reason">Shown to the user.</param>
    public async Task RestartAsync(string reason)
    {
        await _replacing.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            if (AwaitsChange)
            {
                NoteChange(reason);
                return;
            }

            if (Process is { } old && !HasEnded)
            {
                Enter(RunState.Restarting, reason);
                await ReplaceAsync(old).ConfigureAwait(false);
            }
        }
        finally
        {
            _replacing.Release();
        }
    }

    private async Task ReplaceAsync(Process old)
    {
        var ports = Machine.Network.OpenPorts();
        Machine.Network.BeginHandover();
        try
        {
            await DrainAsync(s_drainLimit).ConfigureAwait(false);
            old.Send(Signal.Terminate);
            var ended = old.WaitAsync();
            if (await Task.WhenAny(ended, Task.Delay(s_terminateLimit)).ConfigureAwait(false) != ended)
            {
                old.Send(Signal.Kill);
                await ended.ConfigureAwait(false);
            }

            _hasBeenReplaced = true;
            StartProcess();
            await WhenTakenOverAsync([.. ports.Select(port => port.Port)], Process!).ConfigureAwait(false);
        }
        finally
        {
            Machine.Network.EndHandover();
        }
    }

    /// <summary>Completes when the process listens on all the ports, has ended, or took too long.</summary>
    private async Task WhenTakenOverAsync(ushort[] ports, Process process)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            var now = Machine.Network.OpenPorts();
            if (ports.All(port => now.Any(open => open.Port == port && open.Owner == process)))
            {
                taken.TrySetResult();
            }
        }

        void OnTakenOver(OpenPort port) => Look();
        Machine.Network.PortTakenOver += OnTakenOver;
        try
        {
            Look();
            await Task.WhenAny(taken.Task, process.WaitAsync(), Task.Delay(s_takeOverLimit, _stopping.Token)).ConfigureAwait(false);
        }
        finally
        {
            Machine.Network.PortTakenOver -= OnTakenOver;
        }
    }

    private void OpenReload() => Machine.Network.PortOpened += _ => _hasListened = true;

    /// <summary>Files of the project changed; the mirror shows them already.</summary>
    /// <param name="reason">Such as <c>server.js changed</c>.</param>
    private void NoteChange(string reason)
    {
        if (!ReloadsNow())
        {
            return;
        }

        lock (_lock)
        {
            _changeReason = reason;
            if (AwaitsChange)
            {
                _changed.TrySetResult();
                return;
            }

            if (_isReloading)
            {
                return;
            }

            _isReloading = true;
        }

        _ = Task.Run(ReloadAsync);
    }

    /// <summary>Restarts until no change is left unanswered: one that comes during a restart causes one more.</summary>
    private async Task ReloadAsync()
    {
        while (TakeChange() is { } reason)
        {
            try
            {
                await RestartAsync(reason).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!_stopping.IsCancellationRequested)
                {
                    _observer.OnWarning(this, $"reload failed: {Failures.Describe(exception).Message}");
                }
            }
        }
    }

    private string? TakeChange()
    {
        lock (_lock)
        {
            var reason = _changeReason;
            _changeReason = null;
            _isReloading = reason is not null;
            return reason;
        }
    }

    private bool ReloadsNow() => !_stopping.IsCancellationRequested && Request.Reload switch
    {
        ReloadRule.Always => true,
        ReloadRule.Servers => _hasListened && !WatchesItself(),
        _ => false,
    };

    /// <summary><c>node --watch</c> and the like see the new files themselves.</summary>
    private bool WatchesItself() => Plan.Project.Entry.Arguments.Any(argument =>
        argument is "--watch" or "--reload" || argument.StartsWith("--watch-path", StringComparison.Ordinal));

    /// <summary>True when a restart put another process in the place of this one.</summary>
    private async Task<bool> WasReplacedAsync(Process process)
    {
        await _replacing.WaitAsync().ConfigureAwait(false);
        _replacing.Release();
        return Process != process;
    }

    /// <summary>A server that an edit broke waits for the edit that mends it; with <see cref="ReloadRule.Always"/> every program waits.</summary>
    private bool ShouldAwaitChange() => Request.Reload == ReloadRule.Always || (_hasBeenReplaced && ReloadsNow());

    private async Task AwaitChangeAsync(ExitStatus status)
    {
        lock (_lock)
        {
            _changed = NewSignal();
            ExitStatus = status;
            AwaitsChange = true;
        }

        Enter(RunState.Exited);
        await _changed.Task.WaitAsync(_stopping.Token).ConfigureAwait(false);
        AwaitsChange = false;
        ExitStatus = null;
        Enter(RunState.Restarting, TakeChange());
        StartProcess();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
