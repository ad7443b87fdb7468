using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Sandboxes;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Runs;

/// <summary>The run's program: one process after the other.</summary>
internal sealed partial class Run
{
    private HostFolder? _workspace;

    /// <summary>The ports that are reachable from the host now.</summary>
    public IReadOnlyList<PortInfo> Ports { get; private set; } = [];

    /// <summary>With state exited: a change of the project's files starts the program again.</summary>
    public bool AwaitsChange { get; private set; }

    /// <summary>Files that the program wrote and that the project's folder does not have.</summary>
    public int PendingChanges => _workspace?.PendingChanges ?? 0;

    private async Task<ExitStatus> SuperviseAsync(IGuestProgram program)
    {
        _workspace = HostFolder.Mount(
            Machine, Request.Folder, Sandbox.Workspace, Request.Write ? HostAccess.WriteThrough : HostAccess.Overlay);
        StartProcess(program);
        return await Process!.WaitAsync().ConfigureAwait(false);
    }

    private void StartProcess(IGuestProgram program)
    {
        _stopping.Token.ThrowIfCancellationRequested();
        var environment = new Dictionary<string, string>(Plan.Project.Entry.Environment);
        foreach (var (name, value) in Request.Environment)
        {
            environment[name] = value;
        }

        Process = ProcessStarter.Start(Machine, program, Console, Sandbox.Workspace, environment);
        Enter(RunState.Running);
    }

    private async Task CloseAsync()
    {
        Machine.Processes.SendAll(Signal.Kill);
        await Console.CloseAsync().ConfigureAwait(false);
        _workspace?.Dispose();
    }

    public Task RestartAsync(string reason) => throw new NotImplementedException();
    public void NoteHostChanges(IReadOnlyList<string> paths) { _ = Ports; }
}
