using WasmRun.Engine.Native;

namespace WasmRun.Engine.Tests;

public sealed unsafe class HostFunctionTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private const string Caller = """
        (module
          (import "k" "f" (func $f (param i32 i64) (result i32)))
          (table (export "table") 1 funcref)
          (type $unary (func (param i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "twice") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
          (func (export "indirect") (param i32 i32) (result i32)
            (call_indirect (type $unary) (local.get 1) (local.get 0)))
          (func $inner (export "run") (param i32) (result i32)
            (i32.add (call $f (local.get 0) (i64.const 40)) (i32.const 1))))
        """;

    [Fact]
    public void HostFunction_SeesItsArgumentsAndItsOwnGuest()
    {
        using var functions = With(&AddIntoState);
        var first = new List<long>();
        var second = new List<long>();
        using var one = engine.Start(Caller, new GuestOptions { State = first }, functions);
        using var two = engine.Start(Caller, new GuestOptions { State = second }, functions);
        Assert.Equal(43, one.GetFunction("run").Call(2).I32);
        Assert.Equal(40, two.GetFunction("run").Call(-1).I32);
        Assert.Equal([42], first);
        Assert.Equal([39], second);
    }

    [Fact]
    public void HostFunction_MayCallBackIntoTheGuest()
    {
        using var functions = With(&CallBack);
        using var guest = engine.Start(Caller, null, functions);
        Assert.Equal(21, guest.GetFunction("run").Call(10).I32);
    }

    [Fact]
    public void Exit_InsideAHostFunction_EndsTheGuestWithThatStatus()
    {
        using var functions = With(&ExitWith7);
        using var guest = engine.Start(Caller, null, functions);
        var ended = Assert.Throws<GuestEndedException>(() => guest.GetFunction("run").Call(1));
        Assert.Equal(new GuestOutcome.Exited(7), ended.Outcome);
        Assert.Equal(ended.Outcome, guest.Outcome);
        Assert.False(guest.GetFunction("twice").TryCall(new ValRaw[1]));
    }

    [Fact]
    public void Exit_InANestedCall_UnwindsEveryLevel()
    {
        using var functions = With(&ExitBelow);
        using var guest = engine.Start(Caller, null, functions);
        Assert.Throws<GuestEndedException>(() => guest.GetFunction("run").Call(5));
        Assert.Equal(new GuestOutcome.Exited(3), guest.Outcome);
    }

    [Fact]
    public void Exception_InAHostFunction_EndsTheGuestAndNamesTheFunction()
    {
        using var functions = With(&Throw);
        using var guest = engine.Start(Caller, null, functions);
        Assert.Throws<GuestEndedException>(() => guest.GetFunction("run").Call(1));
        var error = Assert.IsType<GuestOutcome.InternalError>(guest.Outcome);
        Assert.Equal("k.f", error.HostFunction);
        Assert.Equal("boom", error.Cause.Message);
        Assert.Contains(nameof(Throw), error.Cause.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void TableFunction_IsCalledThroughItsIndex()
    {
        using var functions = With(&AddIntoState);
        using var guest = engine.Start(Caller, new GuestOptions { State = new List<long>() }, functions);
        var table = guest.GetTable("table");
        var index = table.Add("negate", "i32 -> i32", &Negate);
        Assert.Equal(1, index);
        Assert.Equal(2, table.Size);
        Assert.Equal(-9, guest.GetFunction("indirect").Call(index, 9).I32);
        Assert.Equal(-4, table.Get(index)!.Call(4).I32);
        Assert.Null(table.Get(0));
        Assert.Null(table.Get(99));
    }

    [Fact]
    public void TableFunction_OfAnotherType_TrapsInTheGuest()
    {
        using var functions = With(&AddIntoState);
        using var guest = engine.Start(Caller, null, functions);
        var index = guest.GetTable("table").Add("wide", "i64 -> i32", &Negate);
        Assert.Throws<GuestEndedException>(() => guest.GetFunction("indirect").Call(index, 9));
        Assert.Equal(TrapKind.IndirectCallTypeMismatch, Assert.IsType<GuestOutcome.Trapped>(guest.Outcome).Kind);
    }

    [Fact]
    public void Link_WithUnknownImports_NamesEachWithItsType()
    {
        using var functions = With(&Negate);
        using var module = engine.Compile("""
            (module
              (import "env" "emscripten_notify" (func (param i32 f64)))
              (import "k" "f" (func (param i32) (result i32)))
              (import "env" "memory" (memory 1)))
            """);
        var error = Assert.Throws<InvalidModuleException>(() => functions.Link(module));
        Assert.Contains("\"env\" \"emscripten_notify\" (i32 f64) -> ()", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"k\" \"f\" (i32) -> (i32), provided as (i32 i64) -> (i32)", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"env\" \"memory\" (memory)", error.Message, StringComparison.Ordinal);
        Assert.Contains("test.wat", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_AreSharedByEnginesOfBothStrategies()
    {
        using var functions = With(&AddIntoState);
        foreach (var strategy in new[] { engine.Cranelift, engine.Winch })
        {
            using var module = WasmModule.Compile(strategy, EngineFixture.Binary(Caller), "test.wat");
            using var linked = functions.Link(module);
            using var guest = linked.Instantiate(new GuestOptions { State = new List<long>() });
            Assert.Equal(43, guest.GetFunction("run").Call(2).I32);
        }
    }

    [Fact]
    public void Define_AfterTheFirstLink_IsRefused()
    {
        using var functions = With(&Negate);
        using var guest = engine.Start(Caller, null, functions);
        Assert.Throws<InvalidOperationException>(() => functions.Define("k", "g", "->", &Negate));
    }

    private static HostFunctions With(delegate*<GuestInstance, ValRaw*, void> body)
    {
        var functions = new HostFunctions();
        functions.Define("k", "f", "i32 i64 -> i32", body);
        return functions;
    }

    private static void AddIntoState(GuestInstance guest, ValRaw* values)
    {
        var sum = values[0].I32 + values[1].I64;
        ((List<long>)guest.State!).Add(sum);
        values[0].I32 = (int)sum;
    }

    private static void CallBack(GuestInstance guest, ValRaw* values) =>
        values[0] = guest.GetFunction("twice").Call(values[0].I32);

    private static void ExitWith7(GuestInstance guest, ValRaw* values) => guest.Exit(7);

    private static void ExitBelow(GuestInstance guest, ValRaw* values)
    {
        var depth = values[0].I32;
        if (depth == 0)
        {
            guest.Exit(3);
            return;
        }

        values[0] = guest.GetFunction("run").Call(depth - 1);
        Assert.Fail("the nested call returned");
    }

    private static void Throw(GuestInstance guest, ValRaw* values) => throw new InvalidOperationException("boom");

    private static void Negate(GuestInstance guest, ValRaw* values) => values[0].I32 = -values[0].I32;
}
