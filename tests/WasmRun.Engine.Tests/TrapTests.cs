namespace WasmRun.Engine.Tests;

public sealed class TrapTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("unreachable", TrapKind.Unreachable)]
    [InlineData("(drop (i32.load (i32.const 70000)))", TrapKind.MemoryOutOfBounds)]
    [InlineData("(drop (i32.div_s (i32.const 1) (i32.const 0)))", TrapKind.IntegerDivisionByZero)]
    [InlineData("(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))", TrapKind.IntegerOverflow)]
    [InlineData("(drop (i32.trunc_f64_s (f64.const nan)))", TrapKind.BadConversionToInteger)]
    [InlineData("(call_indirect (i32.const 0))", TrapKind.IndirectCallToNull)]
    [InlineData("(call_indirect (i32.const 9))", TrapKind.TableOutOfBounds)]
    [InlineData("(throw $e)", TrapKind.UncaughtException)]
    public void Fault_EndsTheGuestWithItsKind(string instruction, TrapKind kind)
    {
        using var guest = engine.Start($"""(module (memory 1) (table 1 funcref) (tag $e) (func (export "_start") {instruction}))""");
        var trapped = Assert.IsType<GuestOutcome.Trapped>(guest.Run());
        Assert.Equal(kind, trapped.Kind);
        Assert.NotEmpty(trapped.Message);
    }

    [Fact]
    public void Backtrace_NamesTheFunctionsInnermostFirst()
    {
        using var guest = engine.Start("""
            (module $app (func $inner unreachable) (func $outer call $inner) (func $main (export "_start") call $outer))
            """);
        var trapped = Assert.IsType<GuestOutcome.Trapped>(guest.Run());
        Assert.Equal(["inner", "outer", "main"], trapped.Backtrace.Select(frame => frame.Function));
        Assert.All(trapped.Backtrace, frame => Assert.Equal("app", frame.Module));
        Assert.Equal("app!inner (+0x", trapped.Backtrace[0].ToString()[..14]);
    }

    [Fact]
    public void Recursion_OnAGuestThread_Reaches100000Frames() => EngineFixture.OnGuestThread(() =>
    {
        using var guest = engine.Start("""
            (module (func $deep (export "deep") (param i32) (result i32)
              (if (result i32) (local.get 0)
                (then (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))
                (else (i32.const 0)))))
            """);
        Assert.Equal(100_000, guest.GetFunction("deep").Call(100_000).I32);
    });

    [Fact]
    public void EndlessRecursion_EndsTheGuestWithAnExhaustedStack() => EngineFixture.OnGuestThread(() =>
    {
        using var guest = engine.Start("""(module (func $f (export "_start") (call $f) (call $f)))""");
        var trapped = Assert.IsType<GuestOutcome.Trapped>(guest.Run());
        Assert.Equal(TrapKind.StackOverflow, trapped.Kind);
        Assert.Contains("stack exhausted", trapped.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void MemoryGrow_BeyondTheLimit_FailsInTheGuest()
    {
        using var guest = engine.Start(
            """(module (memory (export "memory") 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))""",
            new GuestOptions { MemoryLimitBytes = 4 << 20 });
        var grow = guest.GetFunction("grow");
        Assert.Equal(1, grow.Call(63).I32);
        Assert.Equal(-1, grow.Call(1).I32);
    }

    [Fact]
    public void Abort_NearTheMemoryLimit_SaysSo()
    {
        using var guest = engine.Start(
            """(module (memory (export "memory") 1) (func (export "_start") (drop (memory.grow (i32.const 62))) unreachable))""",
            new GuestOptions { MemoryLimitBytes = 4 << 20 });
        Assert.Contains("memory limit of 4 MiB", Assert.IsType<GuestOutcome.Trapped>(guest.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InitialMemory_OverTheLimit_IsAnOutcomeThatNamesTheLimit()
    {
        using var guest = engine.Start(
            """(module (memory 100) (func (export "_start")))""", new GuestOptions { MemoryLimitBytes = 4 << 20 });
        var trapped = Assert.IsType<GuestOutcome.Trapped>(guest.Run());
        Assert.Equal(TrapKind.LimitExceeded, trapped.Kind);
        Assert.Contains("memory limit is 4 MiB", trapped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trap_InTheStartFunction_IsAnOutcome()
    {
        using var guest = engine.Start("""(module (func $start unreachable) (start $start) (func (export "f")))""");
        Assert.Equal(TrapKind.Unreachable, Assert.IsType<GuestOutcome.Trapped>(guest.Outcome).Kind);
        Assert.Contains("did not start", Assert.Throws<InvalidModuleException>(() => guest.GetFunction("f")).Message, StringComparison.Ordinal);
    }
}
