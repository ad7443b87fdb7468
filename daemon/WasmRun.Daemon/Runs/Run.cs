using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Sandboxes;
using WasmRun.Daemon.Stdio;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Runtimes;
using WasmRun.Workspace.Reload;

namespace WasmRun.Daemon.Runs;

/// <summary>
/// One project being run: fetch, start, reload, end. Its sandbox lives as long as the run, so that ports and files survive
/// a restart of the program.
/// </summary>
internal sealed partial class Run : IDisposable
{
    private readonly IGuestProgram _program;
    private readonly IRunObserver _observer;
    private readonly CancellationTokenSource _stopping = new();
    private Signal _stopSignal = Signal.Terminate;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Guards the state; announcements are made under it, so that they keep its order.</summary>
    private readonly Lock _lock = new();

    /// <param name="id">Unique among the runs that go on.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="plan">What was found.</param>
    /// <param name="program">What starts, and again on each reload.</param>
    /// <param name="pids">Shared by all runs of the daemon.</param>
    /// <param name="console">Where its streams lead.</param>
    /// <param name="observer">Who is told.</param>
    public Run(
        string id, RunRequest request, ProjectPlan plan, IGuestProgram program, PidAllocator pids, IConsole console, IRunObserver observer)
    {
        Id = id;
        Request = request;
        Plan = plan;
        Console = console;
        _program = program;
        _observer = observer;
        Machine = Sandbox.Create(pids);
    }

    public string Id { get; }

    public RunRequest Request { get; }

    public ProjectPlan Plan { get; }

    public IConsole Console { get; }

    public Machine Machine { get; }

    public RunState State { get; private set; } = RunState.Resolving;

    /// <summary>The program's first process; null before it was started.</summary>
    public Process? Process { get; private set; }

    /// <summary>Set when <see cref="State"/> is exited.</summary>
    public ExitStatus? ExitStatus { get; private set; }

    /// <summary>Set when <see cref="State"/> is failed.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>True once something had to be fetched.</summary>
    public bool HasFetched { get; private set; }

    /// <summary>Nothing runs and nothing will.</summary>
    public bool HasEnded => State is RunState.Failed || (State == RunState.Exited && !AwaitsChange);

    /// <summary>Runs to the end of the program, or until it is stopped; never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            var status = await RunProgramAsync().ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
            ExitStatus = status;
            Enter(RunState.Exited);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            await CloseAsync().ConfigureAwait(false);
            ExitStatus = Kernel.Processes.ExitStatus.FromSignal(_stopSignal);
            Enter(RunState.Exited);
        }
        catch (Exception exception)
        {
            await CloseAsync().ConfigureAwait(false);
            Failure = Failures.Describe(exception);
            Enter(RunState.Failed);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>A signal from the user to the program's first process. What it ends stays ended: no change starts it again.</summary>
    public void Send(Signal signal)
    {
        _stopSignal = signal;
        if (_coordinator is { } coordinator)
        {
            coordinator.Rule = ReloadRule.None;
        }

        if (Process is not { } process || process.Send(signal) != Errno.Success)
        {
            _stopping.Cancel();
        }
    }

    /// <summary>SIGTERM, and SIGKILL to what is left after the grace period. Completes when the run has ended.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (grace > TimeSpan.Zero)
        {
            Send(Signal.Terminate);
            await Task.WhenAny(_ended.Task, Task.Delay(grace)).ConfigureAwait(false);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        Machine.Processes.SendAll(Signal.Kill);
        await _ended.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _workspace?.Dispose();
        _stopping.Dispose();
    }

    private async Task<ExitStatus> RunProgramAsync()
    {
        Enter(RunState.Resolving);
        if (Plan.Runtime is { Installed: false })
        {
            HasFetched = true;
            Enter(RunState.Fetching);
        }

        await _program.PrepareAsync(new FetchReporter(this), _stopping.Token).ConfigureAwait(false);
        Enter(RunState.Starting);
        return await SuperviseAsync().ConfigureAwait(false);
    }

    private void Enter(RunState state, string? reason = null)
    {
        lock (_lock)
        {
            State = state;
            _observer.OnState(this, reason);
        }
    }

    private sealed class FetchReporter(Run run) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => run._observer.OnFetch(run, value);
    }
}
