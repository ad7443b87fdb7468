using System.Runtime.InteropServices;
using WasmRun.Daemon.Cli;
using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Programs;
using WasmRun.Daemon.Rpc;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Serve;

/// <summary>The contract's methods for one client: each a few lines over the parts that do the work.</summary>
internal sealed class WasmRunServer : IWasmRunServer
{
    private readonly Services _services;
    private readonly RunTable _runs;
    private readonly ClientNotifier _client;
    private readonly ProjectPlanner _planner;
    private readonly RuntimeHandlers _runtimes;
    private readonly ProcessMonitor _processes;
    private readonly ProcessFeed _feed;
    private readonly Action _shutdown;

    public WasmRunServer(Services services, RunTable runs, ClientNotifier client, Action shutdown)
    {
        _services = services;
        _runs = runs;
        _client = client;
        _shutdown = shutdown;
        _planner = new ProjectPlanner(services.Store);
        _runtimes = new RuntimeHandlers(services.Store, _planner, runs, client);
        _processes = new ProcessMonitor(runs);
        _feed = new ProcessFeed(_processes, client);
    }

    /// <summary>Sends the process table until the connection ends.</summary>
    public Task FeedAsync(CancellationToken cancellationToken) => _feed.RunAsync(cancellationToken);

    public Task<InitializeResult> Initialize(InitializeParams parameters, CancellationToken cancellationToken)
    {
        ProtocolHandshake.Check(parameters, CommandLine.Version);
        return Task.FromResult(new InitializeResult(
            ProtocolInfo.Version, CommandLine.Version, Environment.ProcessId, RuntimeInformation.RuntimeIdentifier));
    }

    public async Task Shutdown(CancellationToken cancellationToken)
    {
        await StopAllAsync().ConfigureAwait(false);
        _shutdown();
    }

    /// <summary>Ends every run, whatever it does.</summary>
    public Task StopAllAsync() => Task.WhenAll(_runs.List().Select(run => run.StopAsync(TimeSpan.Zero)));

    public Task<ProjectInfo> ProjectDetect(ProjectDetectParams parameters, CancellationToken cancellationToken) => Answer.Async(() =>
        Task.FromResult(Projects.Describe(_planner.Plan(new RunRequest
        {
            Folder = parameters.Folder,
            File = parameters.File,
            Runtime = parameters.Runtime,
        }))));

    public Task<RunStartResult> RunStart(RunStartParams parameters, CancellationToken cancellationToken) => Answer.Async(() =>
    {
        var request = new RunRequest
        {
            Folder = parameters.Folder,
            File = parameters.File,
            Runtime = parameters.Runtime,
            Arguments = parameters.Args ?? [],
            Environment = parameters.Env ?? new Dictionary<string, string>(),
            Reload = parameters.Watch,
            Write = parameters.Write,
        };
        var run = NewRun(parameters.RunId, request, _planner.Plan(request));
        if (!_runs.TryAdd(run))
        {
            throw new RpcException(ErrorCodes.RunExists, $"A run {run.Id} goes on already.", "Choose another id, or stop it first.");
        }

        _ = Task.Run(run.RunAsync, CancellationToken.None);
        return Task.FromResult(new RunStartResult(run.Id, Projects.Describe(run.Plan)));
    });

    public Task RunStop(RunStopParams parameters, CancellationToken cancellationToken) =>
        Find(parameters.RunId).StopAsync(TimeSpan.FromMilliseconds(Math.Max(0, parameters.GraceMs)));

    public Task RunRestart(RunRestartParams parameters, CancellationToken cancellationToken) => Answer.Async(async () =>
    {
        var run = Find(parameters.RunId);
        if (parameters.Runtime is null && !run.HasEnded)
        {
            run.Restart("restart was asked for");
            return true;
        }

        // Another runtime, or a program that has ended: a new sandbox in the place of the old one.
        var request = run.Request with { Runtime = parameters.Runtime ?? run.Request.Runtime };
        var plan = _planner.Plan(request);
        await run.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        var next = NewRun(run.Id, request, plan);
        _runs.TryAdd(next);
        _ = Task.Run(next.RunAsync, CancellationToken.None);
        return true;
    });

    public async Task RunStdin(RunStdinParams parameters, CancellationToken cancellationToken)
    {
        var run = Find(parameters.RunId);
        if (run.Console is not ClientConsole console
            || !await console.WriteAsync(parameters.Data, parameters.Eof, cancellationToken).ConfigureAwait(false))
        {
            throw new RpcException(ErrorCodes.StdinClosed, $"The program of run {run.Id} reads no input any more.");
        }
    }

    public Task<RunListResult> RunList(CancellationToken cancellationToken) => Task.FromResult(new RunListResult(
        [.. _runs.List().Select(run => new RunInfo(
            run.Id, run.Request.Folder, run.State, run.Plan.CommandLine, run.Plan.Runtime, run.ExitStatus?.Code))]));

    public Task<ProcessListResult> ProcessList(CancellationToken cancellationToken) =>
        Task.FromResult(new ProcessListResult(_processes.Snapshot()));

    public Task ProcessKill(ProcessKillParams parameters, CancellationToken cancellationToken)
    {
        if (!SignalNames.TryParse(parameters.Signal.ToString(), out var signal) || !_runs.TrySend(parameters.Pid, signal))
        {
            throw new RpcException(ErrorCodes.ProcessUnknown, $"There is no process {parameters.Pid}.", "It may have ended; refresh the list.");
        }

        return Task.CompletedTask;
    }

    public Task<PortListResult> PortList(CancellationToken cancellationToken) =>
        Task.FromResult(new PortListResult([.. _runs.List().SelectMany(run => run.Ports)]));

    public Task<RuntimesListResult> RuntimesList(RuntimesListParams parameters, CancellationToken cancellationToken) =>
        Answer.Async(() => Task.FromResult(_runtimes.List(parameters)));

    public Task<RuntimesInstallResult> RuntimesInstall(RuntimesInstallParams parameters, CancellationToken cancellationToken) =>
        Answer.Async(() => _runtimes.InstallAsync(parameters, cancellationToken));

    public Task<RuntimesRemoveResult> RuntimesRemove(RuntimesRemoveParams parameters, CancellationToken cancellationToken) =>
        Answer.Async(() => _runtimes.RemoveAsync(parameters, cancellationToken));

    public Task WorkspaceDidChange(WorkspaceDidChangeParams parameters, CancellationToken cancellationToken)
    {
        foreach (var run in _runs.List().Where(run => !run.HasEnded && SameFolder(run.Request.Folder, parameters.Folder)))
        {
            run.NoteHostChanges([.. parameters.Changes.Select(change => change.Path)]);
        }

        return Task.CompletedTask;
    }

    public async Task<DoctorResult> Doctor(CancellationToken cancellationToken)
    {
        var rows = await Diagnosis.ExamineAsync(_services.Store, cancellationToken).ConfigureAwait(false);
        return new DoctorResult(rows);
    }

    private Run NewRun(string id, RunRequest request, ProjectPlan plan) => new(
        id,
        request,
        plan,
        GuestPrograms.For(_services, request, plan),
        _services.Pids,
        new ClientConsole(id, _client),
        new ClientObserver(_client, _feed));

    private Run Find(string id) =>
        _runs.Find(id) ?? throw new RpcException(ErrorCodes.RunUnknown, $"There is no run {id}.", "It may have ended; start it again.");

    private static bool SameFolder(string one, string other) =>
        Path.TrimEndingDirectorySeparator(one).Equals(
            Path.TrimEndingDirectorySeparator(other),
            OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
