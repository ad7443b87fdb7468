using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Stdio;
using WasmRun.Kernel;
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
}
