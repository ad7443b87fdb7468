using System.Diagnostics;
using System.Net;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;
using WasmRun.Workspace.Reload;
using WasmRun.Workspace.Watch;

namespace WasmRun.Workspace.Tests.Reload;

public sealed class RestartCoordinatorTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    private readonly LoopbackNetwork _network = new();
    private readonly FakePrograms _programs;
    private readonly CancellationTokenSource _stop = new();

    public RestartCoordinatorTests() => _programs = new FakePrograms(_network);

    [Fact]
    public async Task Server_IsStartedAnewAndKeepsItsPort()
    {
        var events = new List<string>();
        _network.PortOpened += port => events.Add("opened");
        _network.PortClosed += port => events.Add("closed");
        var (coordinator, run) = Start(ReloadRule.RestartServer);
        await _programs.StartedAsync(1);
        var report = NextReport(coordinator);
        coordinator.OnBatch(Edit("a.js"));
        Assert.True((await report.WaitAsync(_limit)).HasPorts);
        Assert.Equal(["start 1", "drain", "stop 1", "start 2"], _programs.Log);
        Assert.Equal(["opened"], events);
        Assert.Equal(Errno.Success, _network.Connect(Endpoint.Loopback(3000), out _));
        await EndAsync(run);
        Assert.Equal(["opened", "closed"], events);
    }

    [Fact]
    public async Task Edits_DuringARestart_LeadToOneMore()
    {
        var (coordinator, run) = Start(ReloadRule.RestartServer);
        await _programs.StartedAsync(1);
        _programs.StartGate = new TaskCompletionSource();
        coordinator.OnBatch(Edit("a.js"));
        await _programs.StartingAsync(2);
        coordinator.OnBatch(Edit("b.js"));
        coordinator.OnBatch(Edit("c.js"));
        var report = NextReport(coordinator);
        _programs.StartGate.SetResult();
        await report.WaitAsync(_limit);
        Assert.Equal(["start 1", "drain", "stop 1", "start 2", "stop 2", "start 3"], _programs.Log);
        await EndAsync(run);
    }

    [Theory]
    [InlineData(ReloadRule.None)]
    [InlineData(ReloadRule.RestartServer)]
    public async Task Edit_WhereTheRuleSaysNothing_DoesNothing(ReloadRule rule)
    {
        _programs.Listens = rule == ReloadRule.None;
        var (coordinator, run) = Start(rule);
        await _programs.StartedAsync(1);
        coordinator.OnBatch(Edit("a.js"));
        coordinator.OnBatch(new ChangeBatch([new PathChange("node_modules/x", PathChangeKind.Created, IsIgnored: true)], 0));
        await Task.Delay(50);
        Assert.Equal(["start 1"], _programs.Log);
        coordinator.Restart();
        await _programs.StartedAsync(2);
        await EndAsync(run);
    }

    [Fact]
    public async Task Script_RunsToItsEndAndTheRunIsOver()
    {
        _programs.Listens = false;
        var (_, run) = Start(ReloadRule.RestartServer);
        await _programs.StartedAsync(1);
        _programs.Current!.End(3);
        Assert.Equal(3, (await run.WaitAsync(_limit))!.Value.Code);
    }

    [Fact]
    public async Task Script_UnderWatch_RunsAgainWithEachEdit()
    {
        _programs.Listens = false;
        var (coordinator, run) = Start(ReloadRule.Restart);
        var exit = NextExit(coordinator);
        await _programs.StartedAsync(1);
        _programs.Current!.End(0);
        Assert.True((await exit.WaitAsync(_limit)).WaitsForChange);
        coordinator.OnBatch(Edit("a.js"));
        await _programs.StartedAsync(2);
        await EndAsync(run);
    }

    [Fact]
    public async Task Server_BrokenByAnEdit_WaitsForTheNextEdit()
    {
        var (coordinator, run) = Start(ReloadRule.RestartServer);
        await _programs.StartedAsync(1);
        _programs.Listens = false;
        _programs.EndsAtOnce = true;
        var exit = NextExit(coordinator);
        coordinator.OnBatch(Edit("a.js"));
        Assert.True((await exit.WaitAsync(_limit)).WaitsForChange);
        Assert.Equal(Errno.ConnectionRefused, _network.Connect(Endpoint.Loopback(3000), out _));

        _programs.Listens = true;
        _programs.EndsAtOnce = false;
        var report = NextReport(coordinator);
        coordinator.OnBatch(Edit("a.js"));
        await report.WaitAsync(_limit);
        Assert.Equal(Errno.Success, _network.Connect(Endpoint.Loopback(3000), out _));
        await EndAsync(run);
    }

    [Fact]
    public async Task Server_ThatNoLongerListens_IsWaitedForOnlySoLong()
    {
        var (coordinator, run) = Start(ReloadRule.RestartServer, new RestartOptions { TakeOver = TimeSpan.FromMilliseconds(50) });
        await _programs.StartedAsync(1);
        _programs.Listens = false;
        var report = NextReport(coordinator);
        coordinator.OnBatch(Edit("a.js"));
        Assert.False((await report.WaitAsync(_limit)).HasPorts);
        await EndAsync(run);
    }

    [Fact]
    public async Task Cancelled_StopsTheProgramAndTellsItsStatus()
    {
        var (_, run) = Start(ReloadRule.Restart);
        await _programs.StartedAsync(1);
        await _stop.CancelAsync();
        Assert.Equal(Signal.Kill, (await run.WaitAsync(_limit))!.Value.Signal);
        Assert.Equal(["start 1", "stop 1"], _programs.Log);
        Assert.Empty(_network.OpenPorts());
    }

    private static ChangeBatch Edit(string path) =>
        new([new PathChange(path, PathChangeKind.Modified, IsIgnored: false)], Stopwatch.GetTimestamp());

    private static Task<RestartReport> NextReport(RestartCoordinator coordinator)
    {
        var next = new TaskCompletionSource<RestartReport>();
        coordinator.Restarted += report => next.TrySetResult(report);
        return next.Task;
    }

    private static Task<ProgramExit> NextExit(RestartCoordinator coordinator)
    {
        var next = new TaskCompletionSource<ProgramExit>();
        coordinator.Exited += exit => next.TrySetResult(exit);
        return next.Task;
    }

    private (RestartCoordinator Coordinator, Task<ExitStatus?> Run) Start(ReloadRule rule, RestartOptions? options = null)
    {
        var coordinator = new RestartCoordinator(_network, _programs, _programs, rule, options);
        return (coordinator, Task.Run(() => coordinator.RunAsync(_stop.Token)));
    }

    private async Task EndAsync(Task run)
    {
        await _stop.CancelAsync();
        await run.WaitAsync(_limit);
    }

    /// <summary>Programs that only listen, and what was done with them.</summary>
    private sealed class FakePrograms(LoopbackNetwork network) : IProgramStarter, IConnectionDrain
    {
        private readonly Lock _lock = new();
        private readonly List<string> _log = [];
        private int _starting;
        private int _started;

        public bool Listens { get; set; } = true;

        public bool EndsAtOnce { get; set; }

        public TaskCompletionSource? StartGate { get; set; }

        public FakeProgram? Current { get; private set; }

        public List<string> Log
        {
            get
            {
                lock (_lock)
                {
                    return [.. _log];
                }
            }
        }

        public async Task<IRunningProgram?> StartAsync(CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _starting);
            Add($"start {number}");
            await (StartGate?.Task ?? Task.CompletedTask);
            Listener? listener = null;
            if (Listens)
            {
                Assert.Equal(Errno.Success, network.Listen(IPAddress.Any, 3000, 16, null, out listener));
            }

            Current = new FakeProgram(listener, () => Add($"stop {number}"));
            if (EndsAtOnce)
            {
                Current.End(1);
            }

            Interlocked.Increment(ref _started);
            return Current;
        }

        public Task BeginHandoverAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            Add("drain");
            return Task.CompletedTask;
        }

        public Task StartingAsync(int count) => UntilAsync(() => Volatile.Read(ref _starting) >= count);

        public Task StartedAsync(int count) => UntilAsync(() => Volatile.Read(ref _started) >= count);

        private static async Task UntilAsync(Func<bool> condition)
        {
            for (var i = 0; i < 2000 && !condition(); i++)
            {
                await Task.Delay(5);
            }

            Assert.True(condition());
        }

        private void Add(string text)
        {
            lock (_lock)
            {
                _log.Add(text);
            }
        }
    }

    private sealed class FakeProgram(Listener? listener, Action stopped) : IRunningProgram
    {
        private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ExitStatus> Exited => _exited.Task;

        public void End(int code) => End(ExitStatus.FromCode(code));

        public Task StopAsync()
        {
            if (!_exited.Task.IsCompleted)
            {
                stopped();
                End(ExitStatus.FromSignal(Signal.Kill));
            }

            return Task.CompletedTask;
        }

        private void End(ExitStatus status)
        {
            listener?.Release();
            _exited.TrySetResult(status);
        }
    }
}
