using WasmRun.Engine.Native;

namespace WasmRun.Engine.Tests;

public sealed class CallTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private const string Arithmetic = """
        (module
          (memory (export "memory") 1)
          (global (export "counter") (mut i64) (i64.const 5))
          (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
          (func (export "halve") (param f64) (result f64) (f64.div (local.get 0) (f64.const 2)))
          (func (export "both") (result i32 i64) (i32.const 1) (i64.const -2))
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
          (func (export "poke") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))
        """;

    [Fact]
    public void Call_WithIntegersAndFloats_ReturnsTheResult()
    {
        using var guest = engine.Start(Arithmetic);
        Assert.Equal(-7, guest.GetFunction("add").Call(3, -10).I32);
        Assert.Equal(1.25, guest.GetFunction("halve").Call(2.5).F64);
    }

    [Fact]
    public void TryCall_WithTwoResults_WritesThemOverTheArguments()
    {
        using var guest = engine.Start(Arithmetic);
        Span<ValRaw> values = stackalloc ValRaw[2];
        Assert.True(guest.GetFunction("both").TryCall(values));
        Assert.Equal(1, values[0].I32);
        Assert.Equal(-2, values[1].I64);
    }

    [Fact]
    public void Call_WithTheWrongNumberOfArguments_IsRefusedBeforeItReachesTheGuest()
    {
        using var guest = engine.Start(Arithmetic);
        Assert.Throws<ArgumentException>(() => guest.GetFunction("add").Call(1));
        Assert.Throws<ArgumentException>(() => guest.GetFunction("add").TryCall([]));
    }

    [Fact]
    public void Memory_AfterTheGuestGrewIt_KeepsItsAddressAndShowsTheNewSize()
    {
        using var guest = engine.Start(Arithmetic);
        Assert.Equal(65536, guest.Memory.Length);
        Assert.False(guest.TrySlice(65536, 1, out _));
        unsafe
        {
            var before = (nint)guest.MemoryBase;
            Assert.Equal(1, guest.GetFunction("grow").Call(2000).I32);
            guest.GetFunction("poke").Call(65536, 42);
            Assert.Equal(before, (nint)guest.MemoryBase);
        }

        Assert.True(guest.TrySlice(65536, 1, out var slice));
        Assert.Equal(42, slice[0]);
        Assert.Equal(2001L * 65536, guest.MemoryLength);
    }

    [Theory]
    [InlineData(0u, 65536u, true)]
    [InlineData(1u, 65536u, false)]
    [InlineData(65536u, 0u, true)]
    [InlineData(uint.MaxValue, 1u, false)]
    [InlineData(uint.MaxValue, uint.MaxValue, false)]
    public void TrySlice_IsTrueOnlyWhenEveryByteIsInside(uint address, uint length, bool inside)
    {
        using var guest = engine.Start(Arithmetic);
        Assert.Equal(inside, guest.TrySlice(address, length, out var slice));
        Assert.Equal(inside ? (int)length : 0, slice.Length);
    }

    [Fact]
    public void Global_IsReadAndWritten()
    {
        using var guest = engine.Start(Arithmetic);
        var counter = guest.GetGlobal("counter");
        Assert.Equal(5, counter.Value.I64);
        counter.Value = 1L << 40;
        Assert.Equal(1L << 40, counter.Value.I64);
    }

    [Fact]
    public void GetFunction_OfAnUnknownName_SaysWhichModuleLacksIt()
    {
        using var guest = engine.Start(Arithmetic);
        Assert.Null(guest.FindFunction("memory"));
        Assert.Contains("test.wat exports no function \"nope\"", Assert.Throws<InvalidModuleException>(() => guest.GetFunction("nope")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfALibrary_SaysThatItIsNoProgram()
    {
        using var guest = engine.Start(Arithmetic);
        Assert.Contains("library", Assert.Throws<InvalidModuleException>(() => guest.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfAProgramThatReturns_ExitsWithZero()
    {
        using var guest = engine.Start("""(module (func (export "_start")))""");
        Assert.Equal(new GuestOutcome.Exited(0), guest.Run());
    }

    [Fact]
    public void Calls_DoNotAllocate()
    {
        using var guest = engine.Start(Arithmetic);
        var add = guest.GetFunction("add");
        var sum = add.Call(1, 2).I32;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            sum = add.Call(sum, i).I32;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3 + (999 * 500), sum);
    }
}
