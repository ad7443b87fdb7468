using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Kernel.Processes;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Serve;

/// <summary>Tells a client how its runs go on.</summary>
internal sealed class ClientObserver(ClientNotifier client, ProcessFeed processes) : IRunObserver
{
    public void OnState(Run run, string? reason)
    {
        if (run.State is not RunState.Resolving and not RunState.Fetching)
        {
            EndFetch(run);
        }

        Send(client.RunState(new RunStateParams(
            run.Id,
            run.State,
            run.Plan.Runtime,
            run.State == RunState.Running ? run.Process?.Pid : null,
            run.State == RunState.Running ? run.Plan.CommandLine : null,
            reason,
            run.State == RunState.Exited ? run.ExitStatus?.Code : null,
            run.State == RunState.Exited ? NameOf(run.ExitStatus?.Signal) : null,
            run.AwaitsChange,
            run.Failure)));
        processes.Touch();
    }

    public void OnFetch(Run run, FetchProgress progress) => Send(client.Progress(FetchReports.ToParams(run.Id, progress)));

    public void OnPortOpened(Run run, PortInfo port)
    {
        Send(client.PortOpened(new PortOpenedParams(port)));
        processes.Touch();
    }

    public void OnPortTakenOver(Run run, PortInfo port) => OnPortOpened(run, port);

    public void OnPortClosed(Run run, PortInfo port)
    {
        Send(client.PortClosed(new PortClosedParams(run.Id, port.Port, port.HostPort)));
        processes.Touch();
    }

    public void OnWarning(Run run, string message) => Send(client.Log(new LogParams(LogSeverity.Warning, message)));

    private static SignalName? NameOf(Signal? signal) =>
        signal is { } set and not Signal.None && Enum.TryParse<SignalName>(set.PosixName(), out var name) ? name : null;

    /// <summary>The client closes its progress bar, however the fetching ended.</summary>
    private void EndFetch(Run run)
    {
        if (run.HasFetched)
        {
            Send(client.Progress(new ProgressParams(run.Id, "", Done: true)));
        }
    }

    /// <summary>Notifications keep the order of these calls; nobody waits for the client.</summary>
    private static void Send(Task notification) => _ = notification;
}
