using WasmRun.Daemon.Sandboxes;
using WasmRun.Daemon.Stdio;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Programs;

/// <summary>Makes processes of guest programs: argv, environment, working directory and streams in one place.</summary>
internal static class ProcessStarter
{
    /// <summary>What every program finds in its environment; nothing of the host's is passed on.</summary>
    private static readonly Dictionary<string, string> s_baseEnvironment = new()
    {
        ["HOME"] = Sandbox.Home,
        ["PATH"] = "/usr/local/bin:/usr/bin",
        ["TMPDIR"] = "/tmp",
        ["LANG"] = "C.UTF-8",
    };

    /// <exception cref="UserErrorException">The sandbox has its limit of processes.</exception>
    public static Process Start(
        Machine machine, IGuestProgram program, IConsole console, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStart
        {
            Arguments = program.Arguments,
            Environment = program.Adapt(Merge(
                s_baseEnvironment, Terminal(), new Dictionary<string, string> { ["PWD"] = workingDirectory }, environment)),
            WorkingDirectory = workingDirectory,
            Stdio = console.Open(),
        };
        if (machine.Processes.Create(start, out var process) != Errno.Success)
        {
            throw new UserErrorException(
                $"The sandbox has its limit of {machine.MaxProcesses} processes.", "End some of its processes and try again.");
        }

        console.OnStarted(process!);
        program.Start(process!);
        return process!;
    }

    /// <summary>What programs ask to know whether they may write colours.</summary>
    private static Dictionary<string, string> Terminal()
    {
        var variables = new Dictionary<string, string>();
        foreach (var name in new[] { "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR" })
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    private static Dictionary<string, string> Merge(params IReadOnlyDictionary<string, string>[] layers)
    {
        var merged = new Dictionary<string, string>();
        foreach (var (name, value) in layers.SelectMany(layer => layer))
        {
            merged[name] = value;
        }

        return merged;
    }
}
