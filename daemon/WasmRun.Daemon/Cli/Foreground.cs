using WasmRun.Daemon.Forwarding;
using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Stdio;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Cli;

/// <summary>Runs one program in front of the terminal: the host's streams are its streams, its exit status is the command's.</summary>
internal static class Foreground
{
    /// <param name="machine">The sandbox, with everything mounted.</param>
    /// <param name="program">Prepared.</param>
    /// <param name="workingDirectory">In the sandbox.</param>
    /// <param name="environment">The user's variables.</param>
    /// <returns>The exit status, as a shell would see it.</returns>
    public static async Task<int> RunAsync(
        Machine machine, IGuestProgram program, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        var console = new HostConsole();
        using var ports = Forward(machine.Network);
        var process = ProcessStarter.Start(machine, program, console, workingDirectory, environment);
        ExitStatus status;
        using (new ForegroundSignals(signal => process.Send(signal)))
        {
            status = await process.WaitAsync().ConfigureAwait(false);
        }

        machine.Processes.SendAll(Signal.Kill);
        await console.CloseAsync().ConfigureAwait(false);
        return status.Code;
    }

    /// <summary>A port that is where the program says it is needs no word: stderr stays as the native program's.</summary>
    private static PortForwarder Forward(LoopbackNetwork network)
    {
        var forwarder = new PortForwarder(network);
        forwarder.Opened += port =>
        {
            if (port.HostPort != port.GuestPort)
            {
                TerminalObserver.Tell($"http://127.0.0.1:{port.HostPort}/ (port {port.GuestPort} of the program; that one is taken here)");
            }
        };
        forwarder.Failed += port => TerminalObserver.Tell($"no port of 127.0.0.1 could be bound for the program's port {port}");
        return forwarder;
    }
}
