using WasmRun.Engine.Native;

namespace WasmRun.Engine.Tests;

[Collection(nameof(AloneCollection))]
public sealed unsafe class LifetimeTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    [Fact]
    public void TenThousandGuests_LeaveNoMemoryBehind()
    {
        using var functions = new HostFunctions();
        functions.Define("k", "exit", "i32 ->", &Exit);
        using var module = engine.Compile("""
            (module (import "k" "exit" (func $exit (param i32))) (memory (export "memory") 4) (table (export "table") 1 funcref)
              (func (export "_start") (i32.store (i32.const 70000) (i32.const 1)) (call $exit (i32.const 3))))
            """);
        using var linked = functions.Link(module);
        Cycle(2_000);
        var before = Settled();
        Cycle(10_000);
        var grown = Settled() - before;
        // One page a guest, the least that could leak, would be 40 MB; the heap itself moves by some.
        Assert.True(grown < 24 << 20, $"{grown} bytes more after 10,000 guests");

        void Cycle(int count)
        {
            for (var i = 0; i < count; i++)
            {
                using var guest = linked.Instantiate();
                guest.GetTable("table").Add("exit", "i32 ->", &Exit);
                Assert.Equal(new GuestOutcome.Exited(3), guest.Run());
            }
        }
    }

    [Fact]
    public void DisposedGuest_RefusesCallsAndMemory()
    {
        var guest = engine.Start("""(module (memory (export "memory") 1) (func (export "f")))""");
        var function = guest.GetFunction("f");
        guest.Dispose();
        guest.Dispose();
        Assert.False(function.TryCall([]));
        Assert.Equal(0, guest.Memory.Length);
        Assert.False(guest.TrySlice(0, 1, out _));
        Assert.Null(guest.FindFunction("f"));
    }

    [Fact]
    public void Guest_OutlivesItsModuleAndLinker()
    {
        using var guest = engine.Start("""(module (func (export "f") (result i32) (i32.const 4)))""");
        GC.Collect();
        Assert.Equal(4, guest.GetFunction("f").Call().I32);
    }

    [Fact]
    public void Dispose_FromInsideAHostFunction_IsRefused()
    {
        using var functions = new HostFunctions();
        functions.Define("k", "f", "->", &DisposeSelf);
        using var guest = engine.Start("""(module (import "k" "f" (func $f)) (func (export "_start") (call $f)))""", null, functions);
        Assert.IsType<InvalidOperationException>(Assert.IsType<GuestOutcome.InternalError>(guest.Run()).Cause);
    }

    private static void Exit(GuestInstance guest, ValRaw* values) => guest.Exit(values[0].I32);

    private static void DisposeSelf(GuestInstance guest, ValRaw* values) => guest.Dispose();

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
