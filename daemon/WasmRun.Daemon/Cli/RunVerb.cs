using System.CommandLine;
using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Daemon.Stdio;

namespace WasmRun.Daemon.Cli;

/// <summary><c>wasmrun run [DIR or FILE]</c>: detect, resolve, fetch, run in the foreground.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("target")
        {
            Description = "A project's folder, or a file to run; the current folder without it.",
            DefaultValueFactory = _ => ".",
        };
        var runtime = new Option<string?>("--runtime") { Description = "Such as node@24; otherwise the project's own files decide.", HelpName = "NAME@VERSION" };
        var watch = new Option<bool>("--watch") { Description = "Run again on every change, also when the program has ended. Servers reload without it." };
        var write = new Option<bool>("--write") { Description = "Let the program's writes through to the project. Otherwise they stay in the sandbox." };
        var env = SharedOptions.Env();
        var arguments = SharedOptions.ProgramArguments();
        var command = new Command("run", "Runs a project in the sandbox, with the runtime version that it asks for.")
        {
            target, runtime, watch, write, env, arguments,
        };
        command.SetAction((result, _) => Report.FailuresAsync(() => RunAsync(Locate(result.GetValue(target)!) with
        {
            Runtime = result.GetValue(runtime),
            Watch = result.GetValue(watch),
            Write = result.GetValue(write),
            Environment = SharedOptions.ParseEnv(result.GetValue(env)),
            Arguments = result.GetValue(arguments) ?? [],
        })));
        return command;
    }

    /// <summary>A file is run within the current folder when that holds it, so that what it imports is there too; else within its own.</summary>
    private static RunRequest Locate(string target)
    {
        var path = Path.GetFullPath(target);
        if (!File.Exists(path))
        {
            return new RunRequest { Folder = path };
        }

        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
            ? new RunRequest { Folder = Path.GetDirectoryName(path)!, File = Path.GetFileName(path) }
            : new RunRequest { Folder = Directory.GetCurrentDirectory(), File = relative.Replace('\\', '/') };
    }

    private static async Task<int> RunAsync(RunRequest request)
    {
        await using var observer = new TerminalObserver();
        using var services = new Services(TerminalObserver.Tell);
        var plan = new ProjectPlanner(services.Store).Plan(request);
        using var run = new Run("run", request, plan, GuestPrograms.For(services, request, plan), services.Pids, new HostConsole(), observer);
        using (new ForegroundSignals(run.Send))
        {
            await run.RunAsync().ConfigureAwait(false);
        }

        services.OptimizeLater();
        if (run.Failure is { } failure)
        {
            Report.Tell(failure);
        }

        return run.State == RunState.Exited ? run.ExitStatus!.Value.Code : Report.ExitCode;
    }
}
