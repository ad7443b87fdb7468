using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Sandboxes;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Runs;

/// <summary>The run's program: one process after the other, in one sandbox.</summary>
internal sealed partial class Run
{
    private HostFolder? _workspace;

    /// <summary>With state exited: a change of the project's files starts the program again.</summary>
    public bool AwaitsChange { get; private set; }

    /// <summary>Files that the program wrote and that the project's folder does not have.</summary>
    public int PendingChanges => _workspace?.PendingChanges ?? 0;

    /// <summary>Starts the program, and again as often as changes ask for it; completes with the status of the last process.</summary>
    private async Task<ExitStatus> SuperviseAsync()
    {
        _workspace = HostFolder.Mount(
            Machine, Request.Folder, Sandbox.Workspace, Request.Write ? HostAccess.WriteThrough : HostAccess.Overlay);
        OpenPorts();
        OpenReload();
        StartProcess();
        while (true)
        {
            var process = Process!;
            var status = await process.WaitAsync().ConfigureAwait(false);
            if (await WasReplacedAsync(process).ConfigureAwait(false))
            {
                continue;
            }

            if (_stopping.IsCancellationRequested || !ShouldAwaitChange())
            {
                return status;
            }

            await AwaitChangeAsync(status).ConfigureAwait(false);
        }
    }

    private void StartProcess()
    {
        _stopping.Token.ThrowIfCancellationRequested();
        var environment = new Dictionary<string, string>(Plan.Project.Entry.Environment);
        foreach (var (name, value) in Request.Environment)
        {
            environment[name] = value;
        }

        Process = ProcessStarter.Start(Machine, _program, Console, Sandbox.Workspace, environment);
        Enter(RunState.Running);
    }

    /// <summary>Ends what runs, delivers what was written, gives back ports and files.</summary>
    private async Task CloseAsync()
    {
        Machine.Processes.SendAll(Signal.Kill);
        ClosePorts();
        await Console.CloseAsync().ConfigureAwait(false);
        _workspace?.Dispose();
    }
}
