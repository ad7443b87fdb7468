using System.Diagnostics;

namespace WasmRun.Engine.Tests;

public sealed class StopTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private const string Spin = """(module (func (export "_start") (loop $l (br $l))))""";

    [Theory]
    [InlineData(CompileStrategy.Cranelift)]
    [InlineData(CompileStrategy.Winch)]
    public async Task Kill_OfABusyLoop_EndsItWithTheSignal(CompileStrategy strategy)
    {
        using var functions = new HostFunctions();
        using var module = WasmModule.Compile(
            strategy == CompileStrategy.Winch ? engine.Winch : engine.Cranelift, EngineFixture.Binary(Spin), "spin.wat");
        using var linked = functions.Link(module);
        var control = new Control();
        GuestInstance? guest = null;
        GuestOutcome? outcome = null;
        var thread = GuestThread.Start("spin", _ =>
        {
            guest = linked.Instantiate(new GuestOptions { Control = control });
            outcome = guest.Run();
        });
        Assert.True(control.Running.Wait(TimeSpan.FromSeconds(10)));
        control.Signal = 9;
        guest!.Interrupt();
        await thread.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(new GuestOutcome.Killed(9), outcome);
        guest.Dispose();
    }

    [Fact]
    public void Kill_WithoutInterrupt_IsSeenAtTheNextTick()
    {
        var control = new Control { Signal = 15 };
        using var guest = engine.Start(Spin, new GuestOptions { Control = control });
        Assert.Equal(new GuestOutcome.Killed(15), guest.Run());
    }

    [Fact]
    public async Task BusyGuest_IsAskedAgainAndAgain_AndItsThreadPublishesCpuTime()
    {
        var control = new Control { KillAfterEpochs = 30 };
        TimeSpan atEnd = default;
        await GuestThread.Start("busy", thread =>
        {
            control.Thread = thread;
            using var guest = engine.Start(Spin, new GuestOptions { Control = control });
            guest.Run();
            atEnd = thread.CpuTime;
        }).Ended;
        Assert.True(control.Epochs >= 30);
        Assert.True(atEnd > TimeSpan.Zero);
    }

    [Fact]
    public void Exception_InTheControl_EndsThatGuestOnly()
    {
        var control = new Control { Throw = true };
        using var guest = engine.Start(Spin, new GuestOptions { Control = control });
        Assert.Equal("no", Assert.IsType<GuestOutcome.InternalError>(guest.Run()).Cause.Message);
    }

    [Fact]
    public void Ticker_ParksWhenNoGuestRuns_AndWakesForTheNext()
    {
        for (var round = 0; round < 3; round++)
        {
            var control = new Control { KillAfterEpochs = 5 };
            using var guest = engine.Start(Spin, new GuestOptions { Control = control });
            guest.Run();
            Assert.True(control.Epochs >= 5);
            var waited = Stopwatch.StartNew();
            while (!EpochTicker.IsParked && waited.Elapsed < TimeSpan.FromSeconds(10))
            {
                Thread.Sleep(5);
            }

            Assert.True(EpochTicker.IsParked);
        }
    }

    [Fact]
    public unsafe void Ticker_WakesForAGuestThatComesBackFromABlockingCall()
    {
        using var functions = new HostFunctions();
        functions.Define("k", "block", "->", &BlockUntilParked);
        var control = new Control { KillAfterEpochs = 10 };
        using var guest = engine.Start(
            """(module (import "k" "block" (func $b)) (func (export "_start") (call $b) (loop $l (br $l))))""",
            new GuestOptions { Control = control },
            functions);
        Assert.Equal(new GuestOutcome.Killed(9), guest.Run());
    }

    private static unsafe void BlockUntilParked(GuestInstance guest, Native.ValRaw* values)
    {
        for (var i = 0; i < 1000 && !EpochTicker.IsParked; i++)
        {
            Thread.Sleep(5);
        }
    }

    private sealed class Control : IGuestControl
    {
        public ManualResetEventSlim Running { get; } = new();

        public int Signal { get; set; }

        public int KillAfterEpochs { get; init; } = int.MaxValue;

        public bool Throw { get; init; }

        public GuestThread? Thread { get; set; }

        public int Epochs { get; private set; }

        public int PendingKill => Epochs >= KillAfterEpochs ? 9 : Signal;

        public void OnEpoch()
        {
            Epochs++;
            Thread?.Sample();
            Running.Set();
            if (Throw)
            {
                throw new InvalidOperationException("no");
            }
        }
    }
}
