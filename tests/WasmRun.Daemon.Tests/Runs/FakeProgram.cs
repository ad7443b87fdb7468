using System.Net;
using WasmRun.Daemon.Programs;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Tests.Runs;

/// <summary>A program in C#: what a guest does, without a guest.</summary>
internal sealed class FakeProgram(Func<Process, ExitStatus> main) : IGuestProgram
{
    private int _starts;

    public IReadOnlyList<string> Arguments { get; } = ["fake"];

    public int Starts => _starts;

    /// <summary>Serves HTTP on a port with the content of a file of the workspace, until a signal ends it.</summary>
    public static FakeProgram ServerOf(ushort port, string file) => new(process =>
    {
        if (ReadFile(process, file) is not { } content || content.StartsWith("broken", StringComparison.Ordinal))
        {
            return ExitStatus.FromCode(1);
        }

        Assert.Equal(Errno.Success, process.Machine.Network.Listen(IPAddress.Any, port, 128, process, out var listener));
        process.Files.Add(new FileDescriptor(listener!), out _);
        listener!.WaitQueue.Add(process.Waiter);
        while (!process.IsEnding)
        {
            if (listener.Accept(out var socket) != Errno.Success)
            {
                process.Sleep(ThreadWaiter.Forever);
                continue;
            }

            Answer(process, socket!, content);
        }

        return ExitStatus.FromSignal(process.FatalSignal);
    });

    public Task PrepareAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Start(Process process)
    {
        Interlocked.Increment(ref _starts);
        new Thread(() =>
        {
            process.MarkRunning();
            process.Exit(main(process));
        })
        { IsBackground = true }.Start();
    }

    private static void Answer(Process process, StreamSocket socket, string content)
    {
        BlockingIo.Read(process, socket, new byte[4096], out _);
        var text = $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n{content}";
        BlockingIo.Write(process, socket, System.Text.Encoding.UTF8.GetBytes(text), out _);
        socket.Release();
    }

    private static string? ReadFile(Process process, string file)
    {
        var root = new PathBase(process.Machine.Mounts, process.Machine.Mounts.Root, IsBoundary: false);
        if (PathOperations.Open(root, $"/workspace/{file}", OpenFlags.Read, 0, out var open) != Errno.Success)
        {
            return null;
        }

        var buffer = new byte[4096];
        open!.Read(buffer, out var count);
        open.Release();
        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }
}
