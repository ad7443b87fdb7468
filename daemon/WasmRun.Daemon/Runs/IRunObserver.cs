using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Runs;

/// <summary>Who is told how a run goes on: the terminal or a client.</summary>
internal interface IRunObserver
{
    /// <summary>The run entered a state; see the run's properties. One at a time, in order.</summary>
    /// <param name="run">Which.</param>
    /// <param name="reason">Why it restarts; null otherwise.</param>
    void OnState(Run run, string? reason);

    void OnFetch(Run run, FetchProgress progress);

    /// <summary>A program listens and is reachable from the host.</summary>
    void OnPortOpened(Run run, PortInfo port);

    /// <summary>The program that replaces another one serves its port now; the port was open all the time.</summary>
    void OnPortTakenOver(Run run, PortInfo port);

    void OnPortClosed(Run run, PortInfo port);

    /// <summary>Something the user should know that is no failure of the run.</summary>
    void OnWarning(Run run, string message);
}
