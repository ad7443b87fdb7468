using Spectre.Console;
using WasmRun.Daemon.Cli;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Tests.Cli;

public sealed class FetchBarTests
{
    [Fact]
    public async Task Report_OnATerminal_DrawsWhatIsFetchedAndHowFar()
    {
        using var terminal = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(terminal),
        });
        await using (var bar = new FetchBar(console))
        {
            bar.Report(new FetchProgress(new RuntimeId("node", "24.21.0"), FetchPhase.Downloading, 5_000_000, 10_000_000));
            await Task.Delay(500);
        }

        Assert.Contains("Node.js 24.21.0, downloading", terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithoutAReport_DrawsNothing()
    {
        using var terminal = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) });

        await new FetchBar(console).DisposeAsync();

        Assert.Empty(terminal.ToString());
    }
}
