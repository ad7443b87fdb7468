using System.CommandLine;
using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Sandboxes;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Cli;

/// <summary><c>wasmrun node …</c>, <c>wasmrun python …</c>: the runtime itself, with the native program's arguments, in the current folder.</summary>
internal static class RuntimeVerb
{
    public static bool IsRuntime(string verb) => RuntimeCatalogue.Embedded.Runtimes.Contains(NameOf(verb));

    /// <summary>For the help only: the verbs are recognised before anything is parsed.</summary>
    public static IEnumerable<Command> Create() => RuntimeCatalogue.Embedded.Runtimes.Select(name =>
        new Command(name, $"Runs {name} itself, with the native program's arguments, on the current folder. {name}@VERSION picks one."));

    public static async Task<int> RunAsync(string verb, string[] arguments)
    {
        using var services = new Services();
        var id = RuntimeRequests.Resolve(services.Store.Catalogue, verb);
        var program = GuestPrograms.ForRuntime(services, id, arguments);
        await using (var bar = new FetchBar())
        {
            await program.PrepareAsync(bar, CancellationToken.None).ConfigureAwait(false);
        }

        var machine = Sandbox.Create(services.Pids);
        using var workspace = HostFolder.Mount(machine, Directory.GetCurrentDirectory(), Sandbox.Workspace, HostAccess.Overlay);
        var status = await Foreground.RunAsync(machine, program, Sandbox.Workspace, new Dictionary<string, string>()).ConfigureAwait(false);
        services.OptimizeLater();
        return status;
    }

    private static string NameOf(string verb) => verb.Split('@')[0];
}
