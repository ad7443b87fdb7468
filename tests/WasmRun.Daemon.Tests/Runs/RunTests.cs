using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public async Task Run_OfAProgramThatEnds_PassesItsStatusOn()
    {
        await using var test = new TestRun(new FakeProgram(_ => ExitStatus.FromCode(7)), watch: false);

        await test.EndedAsync();

        Assert.Equal(7, test.Run.ExitStatus!.Value.Code);
        Assert.Equal(["Resolving", "Starting", "Running", "Exited"], test.Events);
    }

    [Fact]
    public async Task Change_OfAServersFile_ReloadsItWithoutAFailedRequest()
    {
        var port = TestRun.FreePort();
        var program = FakeProgram.ServerOf(port, "greeting");
        await using var test = new TestRun(program, watch: false, ("greeting", "first"));
        await test.UntilAsync($"opened {port}");
        using var client = new HttpClient();
        var seen = new HashSet<string>();

        for (var i = 0; i < 20 && !seen.Contains("third"); i++)
        {
            if (i is 3 or 8)
            {
                test.Write("greeting", i == 3 ? "second" : "third");
                test.Run.NoteHostChanges(["greeting"]);
            }

            seen.Add(await client.GetStringAsync(new Uri(test.Run.Ports[0].Url)));
            await Task.Delay(50);
        }

        Assert.Equal(["first", "second", "third"], seen.Order());
        Assert.Equal(3, program.Starts);
        Assert.DoesNotContain($"closed {port}", test.Events);
        Assert.Contains("Restarting: greeting changed", test.Events);
    }

    [Fact]
    public async Task Change_ThatBreaksAServer_WaitsForTheOneThatMendsIt()
    {
        var port = TestRun.FreePort();
        await using var test = new TestRun(FakeProgram.ServerOf(port, "greeting"), watch: false, ("greeting", "first"));
        await test.UntilAsync($"opened {port}");

        test.Write("greeting", "broken");
        test.Run.NoteHostChanges(["greeting"]);
        await test.UntilAsync("Exited awaiting");
        Assert.False(test.Run.HasEnded);
        test.Write("greeting", "mended");
        test.Run.NoteHostChanges(["greeting"]);
        await test.UntilAsync("Restarting: greeting changed");

        using var client = new HttpClient();
        for (var i = 0; i < 500 && test.Run.Ports.Count == 0; i++)
        {
            await Task.Delay(20);
        }

        Assert.Equal("mended", await client.GetStringAsync(new Uri(test.Run.Ports[0].Url)));
    }

    [Fact]
    public async Task Change_WhileAProgramRunsThatDoesNotListen_LeavesItAlone()
    {
        var program = new FakeProgram(process =>
        {
            process.Sleep(300_000_000);
            return ExitStatus.FromCode(0);
        });
        await using var test = new TestRun(program, watch: false, ("data", "1"));
        await test.UntilAsync("Running");

        test.Write("data", "2");
        test.Run.NoteHostChanges(["data"]);
        await test.EndedAsync();

        Assert.Equal(1, program.Starts);
    }

    [Fact]
    public async Task Change_WithWatch_RunsAProgramAgainThatHasEnded()
    {
        var program = new FakeProgram(_ => ExitStatus.FromCode(0));
        await using var test = new TestRun(program, watch: true, ("data", "1"));
        await test.UntilAsync("Exited awaiting");

        test.Write("data", "2");
        test.Run.NoteHostChanges(["data"]);
        await test.UntilAsync("Restarting: data changed");

        Assert.True(SpinWait.SpinUntil(() => program.Starts == 2, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Stop_OfAServer_EndsItAndClosesItsPort()
    {
        var port = TestRun.FreePort();
        await using var test = new TestRun(FakeProgram.ServerOf(port, "greeting"), watch: false, ("greeting", "hi"));
        await test.UntilAsync($"opened {port}");
        var url = new Uri(test.Run.Ports[0].Url);

        await test.Run.StopAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(RunState.Exited, test.Run.State);
        Assert.Equal(Signal.Terminate, test.Run.ExitStatus!.Value.Signal);
        Assert.Empty(test.Run.Machine.Processes.List());
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(url));
    }
}
