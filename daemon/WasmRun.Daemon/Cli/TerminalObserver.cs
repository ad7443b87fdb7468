using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Cli;

/// <summary>Tells on stderr what a person at the terminal wants to know of a run: which runtime and why, ports, reloads.</summary>
internal sealed class TerminalObserver : IRunObserver, IAsyncDisposable
{
    private FetchBar? _bar;

    public void OnState(Run run, string? reason)
    {
        switch (run.State)
        {
            case RunState.Resolving when run.Plan.Runtime is { } runtime:
                Tell($"{runtime.Title} {runtime.Version} ({Why(runtime)}): {run.Plan.CommandLine}");
                break;
            case RunState.Starting:
                EndBar();
                break;
            case RunState.Restarting:
                Tell($"{reason}, restarting");
                break;
            case RunState.Exited when run.AwaitsChange:
                Tell($"the program ended ({run.ExitStatus}); waiting for a change");
                break;
            case RunState.Exited when run.PendingChanges is > 0 and var count:
                Tell($"{count} {(count == 1 ? "file" : "files")} written in the sandbox {(count == 1 ? "was" : "were")} not kept; --write lets writes through");
                break;
        }
    }

    public void OnFetch(Run run, FetchProgress progress) => (_bar ??= new FetchBar()).Report(progress);

    public void OnPortOpened(Run run, PortInfo port) =>
        Tell(port.Port == port.HostPort ? port.Url : $"{port.Url} (port {port.Port} of the program; that one is taken here)");

    /// <summary>Mostly the program's end, which the terminal shows anyhow.</summary>
    /// <summary>Its address is the same, and the restart was told.</summary>
    public void OnPortTakenOver(Run run, PortInfo port)
    {
    }

    public void OnPortClosed(Run run, PortInfo port)
    {
    }

    public void OnWarning(Run run, string message) => Tell(message);

    public async ValueTask DisposeAsync()
    {
        if (_bar is { } bar)
        {
            await bar.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string Why(RuntimeResolution runtime) => runtime.Request is { } request
        ? $"{request.Source}: {request.Range}"
        : "the project asks for none";

    /// <summary>A line from wasmrun itself.</summary>
    public static void Tell(string message) => Console.Error.WriteLine($"wasmrun: {message}");

    private void EndBar() => _bar?.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
