using System.CommandLine;
using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Sandboxes;

namespace WasmRun.Daemon.Cli;

/// <summary><c>wasmrun exec FILE.wasm</c>: a plain WASI program.</summary>
internal static class ExecVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The module: .wasm, or .wat as text." };
        var directories = new Option<string[]>("--dir")
        {
            Description = "A folder that the program may read and write, and where it finds it; can be repeated.",
            HelpName = "HOST::GUEST",
            AllowMultipleArgumentsPerToken = false,
        };
        var env = SharedOptions.Env();
        var arguments = SharedOptions.ProgramArguments();
        var command = new Command("exec", "Runs a WASI program. It sees no file and no network but what you name.")
        {
            file, directories, env, arguments,
        };
        command.SetAction((result, cancellation) => Report.FailuresAsync(() => RunAsync(
            result.GetValue(file)!,
            result.GetValue(directories) ?? [],
            SharedOptions.ParseEnv(result.GetValue(env)),
            result.GetValue(arguments) ?? [],
            cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(
        string file, string[] directories, Dictionary<string, string> env, string[] arguments, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            throw new UserErrorException($"There is no file {file}.", "Name a .wasm or .wat file.");
        }

        using var services = new Services();
        var mappings = directories.Select(Parse).ToList();
        var program = new WasiProgram(services, file, [Path.GetFileName(file), .. arguments])
        {
            Only = (env, [.. mappings.Select(mapping => mapping.Guest)]),
        };
        await program.PrepareAsync(null, cancellation).ConfigureAwait(false);
        var machine = Sandbox.Create(services.Pids);
        var mounts = mappings.Select(mapping => HostFolder.Mount(machine, mapping.Host, mapping.Guest, HostAccess.WriteThrough)).ToList();
        try
        {
            return await Foreground.RunAsync(machine, program, "/", env).ConfigureAwait(false);
        }
        finally
        {
            mounts.ForEach(mount => mount.Dispose());
            services.OptimizeLater();
        }
    }

    private static (string Host, string Guest) Parse(string directory)
    {
        var separator = directory.IndexOf("::", StringComparison.Ordinal);
        var (host, guest) = separator < 0 ? (directory, directory) : (directory[..separator], directory[(separator + 2)..]);
        if (!guest.StartsWith('/'))
        {
            throw new UserErrorException($"--dir {directory} has no absolute path in the sandbox.", "Write it as --dir HOST::/GUEST.");
        }

        return (host, guest);
    }
}
