using System.Net;
using System.Net.Sockets;
using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Daemon.Stdio;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;
using WasmRun.Runtimes;
using WasmRun.Workspace.Detection;

namespace WasmRun.Daemon.Tests.Runs;

/// <summary>A run of a fake program on a temporary folder, and what its observer was told.</summary>
internal sealed class TestRun : IRunObserver, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];
    private readonly Task _running;

    public TestRun(IGuestProgram program, bool watch, params (string Name, string Content)[] files)
    {
        Folder = Directory.CreateTempSubdirectory("wasmrun-run-").FullName;
        foreach (var (name, content) in files)
        {
            Write(name, content);
        }

        var entry = new Workspace.Detection.ProjectEntry
        {
            Kind = Workspace.Detection.ProjectKind.Node,
            Title = "fake",
            Arguments = ["fake"],
            DecidedBy = "test",
            Reason = "test",
        };
        var project = new Project { Name = "fake", Root = Folder, Entry = entry, Candidates = [entry] };
        var request = new RunRequest { Folder = Folder, Watch = watch };
        Run = new Run("1", request, new ProjectPlan(project, null), program, new PidAllocator(), new SilentConsole(), this);
        _running = Run.RunAsync();
    }

    public string Folder { get; }

    public Run Run { get; }

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public static ushort FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (ushort)((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Write(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    public async Task UntilAsync(string what)
    {
        for (var i = 0; i < 1500 && !Events.Contains(what); i++)
        {
            await Task.Delay(20);
        }

        Assert.Contains(what, Events);
    }

    public Task EndedAsync() => _running.WaitAsync(TimeSpan.FromSeconds(20));

    public void OnState(Run run, string? reason) =>
        Add(run.State.ToString() + (run.AwaitsChange ? " awaiting" : "") + (reason is null ? "" : $": {reason}"));

    public void OnFetch(Run run, FetchProgress progress) => Add("fetch");

    public void OnPortOpened(Run run, PortInfo port) => Add($"opened {port.Port}");

    public void OnPortTakenOver(Run run, PortInfo port) => Add($"took over {port.Port}");

    public void OnPortClosed(Run run, PortInfo port) => Add($"closed {port.Port}");

    public void OnWarning(Run run, string message) => Add(message);

    public async ValueTask DisposeAsync()
    {
        await Run.StopAsync(TimeSpan.Zero);
        await EndedAsync();
        Run.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Add(string text)
    {
        lock (_lock)
        {
            _events.Add(text);
        }
    }

    private sealed class SilentConsole : IConsole
    {
        public (OpenFile Input, OpenFile Output, OpenFile Error) Open()
        {
            var (input, writer) = Pipe.Create();
            writer.Release();
            return (input, new Kernel.Vfs.Dev.NullDevice(), new Kernel.Vfs.Dev.NullDevice());
        }

        public void OnStarted(Process process)
        {
        }

        public Task CloseAsync() => Task.CompletedTask;
    }
}
