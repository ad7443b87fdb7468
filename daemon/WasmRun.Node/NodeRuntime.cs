using WasmRun.Engine;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Node;

/// <summary>Runs Node programs: an image and a kernel process become a running node.</summary>
public static class NodeRuntime
{
    private const int InvalidCommandLine = 9;

    /// <summary>
    /// Starts a process on a thread of its own. Its arguments are a node command line (<c>node [options] [script] [arguments]</c>),
    /// its environment is the program's; it ends with the program's exit status.
    /// </summary>
    /// <param name="image">The release.</param>
    /// <param name="process">In state <see cref="ProcessState.Starting"/>.</param>
    public static void Start(NodeImage image, Process process) => ProcessGuest.Start(process, guest => Run(image, guest));

    private static GuestOutcome Run(NodeImage image, ProcessGuest guest)
    {
        var process = guest.Process;
        var line = CommandLine.Parse(
            image.Shape.Options, process.Environment.GetValueOrDefault("NODE_OPTIONS"), [.. process.Arguments.Skip(1)]);
        if (line.Errors.Count > 0)
        {
            Write(process, 2, string.Concat(line.Errors.Select(error => $"{ProcessConfig.ExecPath}: {error}\n")));
            return new GuestOutcome.Exited(InvalidCommandLine);
        }

        if (line.Flag("--version"))
        {
            Write(process, 1, image.Version + "\n");
            return new GuestOutcome.Exited(0);
        }

        var host = new NodeHost(process, image.Library);
        using var instance = image.Module.Instantiate(guest.Options(host));
        guest.Attach(instance);
        if (instance.Outcome is { } failed)
        {
            return failed;
        }

        new NodeMain(host, line).Run(instance);
        return instance.Outcome ?? new GuestOutcome.Exited(0);
    }

    private static void Write(Process process, int fd, string text)
    {
        if (process.Files.Get(fd, out var descriptor) == Errno.Success)
        {
            BlockingIo.Write(process, descriptor!.File, System.Text.Encoding.UTF8.GetBytes(text), out _);
        }
    }
}
