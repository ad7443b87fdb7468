using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Sandboxes;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Workspace.Reload;

namespace WasmRun.Daemon.Runs;

/// <summary>The run's program: one process after the other, in one sandbox.</summary>
internal sealed partial class Run : IProgramStarter
{
    private HostFolder? _workspace;
    private RestartCoordinator? _coordinator;
    private bool _hasStarted;

    /// <summary>With state exited: a change of the project's files starts the program again.</summary>
    public bool AwaitsChange { get; private set; }

    /// <summary>Files that the program wrote and that the project's folder does not have.</summary>
    public int PendingChanges => _workspace?.PendingChanges ?? 0;

    /// <summary>Starts the program anew, its ports kept; returns at once.</summary>
    /// <param name="reason">Shown to the user.</param>
    public void Restart(string reason)
    {
        _reason = reason;
        _coordinator?.Restart();
    }

    Task<IRunningProgram?> IProgramStarter.StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        AwaitsChange = false;
        ExitStatus = null;
        if (_hasStarted)
        {
            Enter(RunState.Restarting, _reason);
        }

        _hasStarted = true;
        var environment = new Dictionary<string, string>(Plan.Project.Entry.Environment);
        foreach (var (name, value) in Request.Environment)
        {
            environment[name] = value;
        }

        Process = ProcessStarter.Start(Machine, _program, Console, Sandbox.Workspace, environment);
        Enter(RunState.Running);
        return Task.FromResult<IRunningProgram?>(new RunningProgram(Process));
    }

    /// <summary>Starts the program, and again as often as changes ask for it; completes with the status of the last process.</summary>
    private async Task<ExitStatus> SuperviseAsync()
    {
        _workspace = HostFolder.Mount(
            Machine, Request.Folder, Sandbox.Workspace, Request.Write ? HostAccess.WriteThrough : HostAccess.Overlay);
        _workspace.Mirror.LinkRefused += path => _observer.OnWarning(
            this, $"{path} is a link that leads out of the project; the program does not see what is behind it");
        _workspace.Mirror.WriteFailed += (path, errno) => _observer.OnWarning(this, $"{path} could not be written to the project: {errno.PosixName()}");
        OpenPorts();
        var rule = Request.Reload ? ReloadRules.For(Plan.Project.Entry, Request.Watch) : ReloadRule.None;
        _coordinator = new RestartCoordinator(Machine.Network, _forwarder!, this, rule);
        _coordinator.Exited += OnProgramExited;
        OpenWatcher();
        var status = await _coordinator.RunAsync(_stopping.Token).ConfigureAwait(false);
        return _stopping.IsCancellationRequested || status is null ? Kernel.Processes.ExitStatus.FromSignal(_stopSignal) : status.Value;
    }

    private void OnProgramExited(ProgramExit exit)
    {
        if (exit.WaitsForChange)
        {
            AwaitsChange = true;
            ExitStatus = exit.Status;
            Enter(RunState.Exited);
        }
    }

    /// <summary>Ends what runs, delivers what was written, gives back ports and files.</summary>
    private async Task CloseAsync()
    {
        CloseWatcher();
        Machine.Processes.SendAll(Signal.Kill);
        ClosePorts();
        await Console.CloseAsync().ConfigureAwait(false);
        _workspace?.Dispose();
    }

    /// <summary>The first process of the program with those that it started.</summary>
    private sealed class RunningProgram(Process process) : IRunningProgram
    {
        /// <summary>How long a program that handles SIGTERM may take to end.</summary>
        private static readonly TimeSpan s_terminateLimit = TimeSpan.FromMilliseconds(500);

        public Task<ExitStatus> Exited { get; } = process.WaitAsync();

        public async Task StopAsync()
        {
            process.Send(Signal.Terminate);
            if (await Task.WhenAny(Exited, Task.Delay(s_terminateLimit)).ConfigureAwait(false) != Exited)
            {
                process.Send(Signal.Kill);
                await Exited.ConfigureAwait(false);
            }

            process.Machine.Processes.SendAll(Signal.Kill);
        }
    }
}
