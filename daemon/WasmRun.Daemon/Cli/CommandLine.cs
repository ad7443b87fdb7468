using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace WasmRun.Daemon.Cli;

/// <summary>The command line's verbs.</summary>
internal static class CommandLine
{
    /// <summary>The product's version.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Exit status when the arguments make no sense, as most commands have it.</summary>
    private const int UsageExitCode = 2;

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

        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            // The library's own answer would print a page of help on stdout. The last error is the most specific one.
            await Console.Error.WriteLineAsync($"wasmrun: {parsed.Errors[^1].Message}\n  “wasmrun --help” lists the commands, “wasmrun COMMAND --help” their options.").ConfigureAwait(false);
            return UsageExitCode;
        }

        return await parsed.InvokeAsync().ConfigureAwait(false);
    }
}
