using Spectre.Console;
using WasmRun.Daemon.Runs;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Cli;

/// <summary>A progress bar on stderr from the first report on, on a terminal only. Nothing is drawn when nothing has to be fetched.</summary>
/// <param name="console">Where it is drawn; null for stderr, if that is a terminal.</param>
internal sealed class FetchBar(IAnsiConsole? console = null) : IProgress<FetchProgress>, IAsyncDisposable
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Guards the two fields below.</summary>
    private readonly Lock _lock = new();
    private FetchProgress _latest;
    private Task? _drawing;

    public void Report(FetchProgress value)
    {
        lock (_lock)
        {
            _latest = value;
            if (console is not null || !Console.IsErrorRedirected)
            {
                _drawing ??= Task.Run(DrawAsync);
            }
        }
    }

    /// <summary>Takes the bar away.</summary>
    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await (_drawing ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private Task DrawAsync() => (console ?? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }))
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask("fetching");
            do
            {
                Update(bar);
            }
            while (await Task.WhenAny(_done.Task, Task.Delay(s_refresh)).ConfigureAwait(false) != _done.Task);
        });

    private void Update(ProgressTask bar)
    {
        FetchProgress now;
        lock (_lock)
        {
            now = _latest;
        }

        bar.Description = $"{RuntimeTitles.Of(now.Runtime.Name)} {now.Runtime.Version}, {Phase(now.Phase)}";
        bar.IsIndeterminate = now.Total == 0;
        bar.MaxValue = Math.Max(1, now.Total);
        bar.Value = now.Bytes;
    }

    private static string Phase(FetchPhase phase) => phase switch
    {
        FetchPhase.Waiting => "another wasmrun is fetching it",
        FetchPhase.Resolving => "asking the registry",
        FetchPhase.Downloading => "downloading",
        FetchPhase.Unpacking => "unpacking",
        _ => "ready",
    };
}
