using System.CommandLine;
using System.Reflection;

namespace WasmRun.Daemon.Cli;

/// <summary>The command line's verbs.</summary>
internal static class CommandLine
{
    /// <summary>The product's version.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static async Task<int> RunAsync(string[] args)
    {
        // `wasmrun node …` takes the native program's arguments, `--help` and `--version` included: none of them is ours.
        if (args is [var verb, ..] && RuntimeVerb.IsRuntime(verb))
        {
            return await Report.FailuresAsync(() => RuntimeVerb.RunAsync(verb, args[1..])).ConfigureAwait(false);
        }

        var root = new RootCommand("Runs projects in a WebAssembly sandbox: nothing to install, nothing at risk.")
        {
            RunVerb.Create(),
            ExecVerb.Create(),
            RuntimesVerb.Create(),
            ServeVerb.Create(),
            DoctorVerb.Create(),
            OptimizeVerb.Create(),
        };
        foreach (var runtime in RuntimeVerb.Create())
        {
            root.Add(runtime);
        }

        return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
    }
}
