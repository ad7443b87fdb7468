using WasmRun.Daemon.Forwarding;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Overlay;
using WasmRun.Workspace.Host;
using WasmRun.Workspace.Mirror;
using WasmRun.Workspace.Reload;
using WasmRun.Workspace.Watch;

namespace WasmRun.Daemon.Tests.Forwarding;

/// <summary>Everything between a saved file and a client's next answer, with a server that reads the file once, when it starts.</summary>
public sealed class HotReloadTests : IDisposable
{
    private const int Edits = 15;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wasmrun-reload-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SavedFile_IsServedWithNoFailedRequest()
    {
        Save("version 0");
        Assert.Equal(Errno.Success, HostRoot.Open(_folder.FullName, out var root));
        using var mirror = new MirrorFileSystem(root!, SystemClock.Instance);
        var tree = new MountTable(new OverlayFileSystem(mirror, SystemClock.Instance));
        using var watcher = new WorkspaceWatcher(root!);
        using var attached = watcher.Attach(mirror);
        var network = new LoopbackNetwork();
        using var forwarder = new PortForwarder(network);
        var coordinator = new RestartCoordinator(network, forwarder, new Starter(network, tree), ReloadRule.RestartServer);
        watcher.Changed += coordinator.OnBatch;
        using var stop = new CancellationTokenSource();
        var opened = new TaskCompletionSource<ForwardedPort>();
        forwarder.Opened += opened.SetResult;
        await watcher.StartAsync();
        var run = Task.Run(() => coordinator.RunAsync(stop.Token));
        var url = new Uri($"http://127.0.0.1:{(await opened.Task.WaitAsync(TimeSpan.FromSeconds(20))).HostPort}/");

        using var stopRequests = new CancellationTokenSource();
        var requests = Task.Run(() => RequestsAsync(url, stopRequests.Token));
        using var client = new HttpClient();
        for (var edit = 1; edit <= Edits; edit++)
        {
            Save($"version {edit}");
            await UntilAnsweredAsync(client, url, $"version {edit}");
        }

        await stopRequests.CancelAsync();
        Assert.True(await requests > Edits);
        await stop.CancelAsync();
        await run;
        Assert.Empty(forwarder.Ports);
    }

    private static async Task UntilAnsweredAsync(HttpClient client, Uri url, string text)
    {
        var answer = "";
        for (var i = 0; i < 2000 && answer != text; i++)
        {
            answer = await client.GetStringAsync(url);
            await Task.Delay(2);
        }

        Assert.Equal(text, answer);
    }

    private static async Task<int> RequestsAsync(Uri url, CancellationToken stop)
    {
        using var client = new HttpClient();
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
        {
            Assert.StartsWith("version", await client.GetStringAsync(url, CancellationToken.None), StringComparison.Ordinal);
        }

        return count;
    }

    private void Save(string text) => File.WriteAllText(Path.Combine(_folder.FullName, "answer.txt"), text);

    private sealed class Starter(LoopbackNetwork network, MountTable tree) : IProgramStarter
    {
        public Task<IRunningProgram?> StartAsync(CancellationToken cancellationToken)
        {
            var root = new PathBase(tree, tree.Root, IsBoundary: false);
            Assert.Equal(Errno.Success, PathOperations.Open(root, "answer.txt", OpenFlags.Read, 0, out var file));
            var buffer = new byte[100];
            Assert.Equal(Errno.Success, file!.Read(buffer, out var count));
            file.Release();
            return Task.FromResult<IRunningProgram?>(new Program(FakeServer.Http(network, 4321, System.Text.Encoding.UTF8.GetString(buffer, 0, count))));
        }
    }

    private sealed class Program(FakeServer server) : IRunningProgram
    {
        private readonly TaskCompletionSource<ExitStatus> _exited = new();

        public Task<ExitStatus> Exited => _exited.Task;

        public Task StopAsync()
        {
            server.Dispose();
            _exited.TrySetResult(ExitStatus.FromSignal(Signal.Kill));
            return Task.CompletedTask;
        }
    }
}
