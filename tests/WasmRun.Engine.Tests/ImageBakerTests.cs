using WasmRun.Engine.Native;

namespace WasmRun.Engine.Tests;

public sealed unsafe class ImageBakerTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private const string Machine = """
        (module $machine
          (import "k" "f" (func $host (param i32) (result i32)))
          (type $unary (func (param i32) (result i32)))
          (memory (export "memory") 1 100)
          (table $t (export "table") 2 50 funcref)
          (global $count (mut i32) (i32.const 10))
          (global $wide (mut i64) (i64.const 1))
          (global $ratio (mut f64) (f64.const 0.5))
          (global $single (mut f32) (f32.const 0.25))
          (global $vector (mut v128) (v128.const i64x2 1 2))
          (global $fixed i32 (i32.const 77))
          (global $callback (mut funcref) (ref.null func))
          (elem (table $t) (i32.const 0) func $double $host)
          (elem $later func $triple)
          (elem declare func $negate)
          (data (i32.const 100) "first")
          (data $passive "passive!")
          (func $double (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
          (func $triple (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
          (func $negate (param i32) (result i32) (i32.sub (i32.const 0) (local.get 0)))
          (func $start (global.set $count (i32.add (global.get $count) (i32.const 1))))
          (start $start)
          (func (export "boot")
            (global.set $count (i32.const -5))
            (global.set $wide (i64.const -6000000000))
            (global.set $ratio (f64.const -1.5))
            (global.set $single (f32.const 3.5))
            (global.set $vector (v128.const i64x2 7 -8))
            (global.set $callback (ref.func $negate))
            (drop (memory.grow (i32.const 4)))
            (i32.store (i32.const 200000) (i32.const 0x01020304))
            (i32.store8 (i32.const 102) (i32.const 0x21))
            (i32.store8 (i32.const 327679) (i32.const 9))
            (drop (table.grow $t (ref.func $negate) (i32.const 3)))
            (table.set $t (i32.const 0) (ref.null func)))
          (func (export "count") (result i32) (global.get $count))
          (func (export "wide") (result i64) (global.get $wide))
          (func (export "ratio") (result f64) (global.get $ratio))
          (func (export "single") (result f32) (global.get $single))
          (func (export "vector") (result i64) (i64x2.extract_lane 1 (global.get $vector)))
          (func (export "fixed") (result i32) (global.get $fixed))
          (func (export "peek") (param i32) (result i32) (i32.load8_u (local.get 0)))
          (func (export "pages") (result i32) (memory.size))
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
          (func (export "through") (param i32 i32) (result i32) (call_indirect $t (type $unary) (local.get 1) (local.get 0)))
          (func (export "hasCallback") (result i32) (i32.eqz (ref.is_null (global.get $callback))))
          (func (export "unpack") (memory.init $passive (i32.const 500) (i32.const 0) (i32.const 8)))
          (func (export "fill") (table.init $t $later (i32.const 0) (i32.const 0) (i32.const 1))))
        """;

    [Fact]
    public void Bake_KeepsMemoryGlobalsAndTables()
    {
        using var guest = Start(Image(out _).Wasm);
        Assert.Equal(-5, guest.GetFunction("count").Call().I32);
        Assert.Equal(-6000000000, guest.GetFunction("wide").Call().I64);
        Assert.Equal(-1.5, guest.GetFunction("ratio").Call().F64);
        Assert.Equal(3.5f, guest.GetFunction("single").Call().F32);
        Assert.Equal(-8, guest.GetFunction("vector").Call().I64);
        Assert.Equal(77, guest.GetFunction("fixed").Call().I32);
        Assert.Equal(1, guest.GetFunction("hasCallback").Call().I32);
        Assert.Equal(5, guest.GetFunction("pages").Call().I32);
        Assert.Equal(4, guest.GetFunction("peek").Call(200000).I32);
        Assert.Equal(9, guest.GetFunction("peek").Call(327679).I32);
        Assert.Equal("fi!st"u8, guest.Memory.Slice(100, 5));
        Assert.Equal(5, guest.GetTable("table").Size);
        Assert.Null(guest.GetTable("table").Get(0));
        Assert.Equal(-4, guest.GetFunction("through").Call(2, 4).I32);
        Assert.Equal(-4, guest.GetFunction("through").Call(4, 4).I32);
    }

    [Fact]
    public void Bake_LeavesTheModuleUsable()
    {
        using var guest = Start(Image(out _).Wasm);
        Assert.Equal(5, guest.GetFunction("grow").Call(95).I32);
        Assert.Equal(-1, guest.GetFunction("grow").Call(1).I32);
        guest.GetFunction("unpack").Call();
        Assert.Equal("passive!"u8, guest.Memory.Slice(500, 8));
        guest.GetFunction("fill").Call();
        Assert.Equal(12, guest.GetFunction("through").Call(0, 4).I32);
    }

    [Fact]
    public void Bake_OfImportedFunctionsInATable_KeepsThem()
    {
        using var guest = Start(Image(out _).Wasm);
        Assert.Equal(1004, guest.GetFunction("through").Call(1, 4).I32);
    }

    [Fact]
    public void Bake_NamesThePlacesOfHostFunctions_AndLeavesThemEmpty()
    {
        var wasm = EngineFixture.Binary(Machine);
        using var booted = Start(ImageBaker.Prepare(wasm));
        var index = booted.GetTable("table").Add("hook", "i32 -> i32", &Host);
        var image = ImageBaker.Bake(wasm, booted);
        Assert.Equal([new TableSlot(0, index)], image.HostFunctionSlots);
        using var guest = Start(image.Wasm);
        Assert.Null(guest.GetTable("table").Get(index));
        guest.GetTable("table").Set(index, "hook", FunctionType.Parse("i32 -> i32"), &Host);
        Assert.Equal(1007, guest.GetFunction("through").Call(index, 7).I32);
    }

    [Fact]
    public void Image_DoesNotRunTheStartFunctionAgain_AndHasNoExportsOfTheBaker()
    {
        var image = Image(out var original);
        using var module = WasmModule.Compile(engine.Cranelift, image.Wasm, "image");
        using var before = WasmModule.Compile(engine.Cranelift, original, "original");
        Assert.Equal(before.Exports.Select(e => e.Name), module.Exports.Select(e => e.Name));
        using var guest = Start(image.Wasm);
        Assert.Equal(-5, guest.GetFunction("count").Call().I32);
    }

    [Fact]
    public void Image_CanBeBakedAgain()
    {
        var first = Image(out _).Wasm;
        using var guest = Start(ImageBaker.Prepare(first));
        guest.GetFunction("unpack").Call();
        using var second = Start(ImageBaker.Bake(first, guest).Wasm);
        Assert.Equal("passive!"u8, second.Memory.Slice(500, 8));
        Assert.Equal(-4, second.GetFunction("through").Call(3, 4).I32);
    }

    [Fact]
    public void TwoGuestsOfAnImage_DoNotShareMemory()
    {
        var image = Image(out _).Wasm;
        using var one = Start(image);
        using var two = Start(image);
        one.Memory[102] = (byte)'X';
        Assert.Equal((byte)'!', two.Memory[102]);
    }

    [Fact]
    public void Image_WorksUnderWinch_AndKeepsFunctionNames()
    {
        using var functions = Functions();
        using var module = WasmModule.Compile(engine.Winch, Image(out _).Wasm, "image");
        using var linked = functions.Link(module);
        using var guest = linked.Instantiate();
        Assert.Equal(-5, guest.GetFunction("count").Call().I32);
        Assert.Throws<GuestEndedException>(() => guest.GetFunction("peek").Call(-1));
        Assert.Equal("machine", Assert.IsType<GuestOutcome.Trapped>(guest.Outcome).Backtrace[0].Module);
    }

    [Theory]
    [InlineData("""(module (import "e" "m" (memory 1)))""", "memory e.m is imported")]
    [InlineData("""(module (import "e" "t" (table 1 funcref)))""", "table e.t is imported")]
    [InlineData("""(module (import "e" "g" (global (mut i32))))""", "mutable global e.g is imported")]
    [InlineData("""(module (memory 1 1 shared))""", "shared between threads")]
    public void Prepare_OfAModuleWithStateOutsideItself_IsRefused(string wat, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidModuleException>(() => ImageBaker.Prepare(EngineFixture.Binary(wat))).Message, StringComparison.Ordinal);

    [Fact]
    public void Bake_OfSeveralMemories_WithoutDataOrElementSections_AddsThem()
    {
        var wasm = EngineFixture.Binary("""
            (module (memory (export "a") 1) (memory (export "b") 1) (table (export "t") 0 10 funcref)
              (func $seven (export "seven") (result i32) (i32.const 7))
              (func (export "boot") (i32.store 1 (i32.const 8) (i32.const 42)) (drop (table.grow (ref.func $seven) (i32.const 1))))
              (func (export "b8") (result i32) (i32.load 1 (i32.const 8))))
            """);
        using var booted = Start(ImageBaker.Prepare(wasm));
        booted.GetFunction("boot").Call();
        using var guest = Start(ImageBaker.Bake(wasm, booted).Wasm);
        Assert.Equal(42, guest.GetFunction("b8").Call().I32);
        Assert.Equal(7, guest.GetTable("t").Get(0)!.Call().I32);
    }

    [Fact]
    public void Bake_InsideACall_IsRefused()
    {
        using var functions = new HostFunctions();
        functions.Define("k", "f", "i32 -> i32", &BakeSelf);
        var wasm = EngineFixture.Binary(Machine);
        using var module = WasmModule.Compile(engine.Cranelift, ImageBaker.Prepare(wasm), "prepared");
        using var linked = functions.Link(module);
        using var guest = linked.Instantiate(new GuestOptions { State = wasm });
        Assert.Throws<GuestEndedException>(() => guest.GetFunction("through").Call(1, 1));
        Assert.IsType<InvalidOperationException>(Assert.IsType<GuestOutcome.InternalError>(guest.Outcome).Cause);
    }

    private static HostFunctions Functions()
    {
        var functions = new HostFunctions();
        functions.Define("k", "f", "i32 -> i32", &Host);
        return functions;
    }

    private BakedImage Image(out byte[] wasm)
    {
        wasm = EngineFixture.Binary(Machine);
        using var booted = Start(ImageBaker.Prepare(wasm));
        booted.GetFunction("boot").Call();
        var image = ImageBaker.Bake(wasm, booted);
        Assert.Empty(image.HostFunctionSlots);
        return image;
    }

    private GuestInstance Start(byte[] wasm)
    {
        using var functions = Functions();
        using var module = WasmModule.Compile(engine.Cranelift, wasm, "image");
        using var linked = functions.Link(module);
        return linked.Instantiate();
    }

    private static void Host(GuestInstance guest, ValRaw* values) => values[0].I32 += 1000;

    private static void BakeSelf(GuestInstance guest, ValRaw* values) => ImageBaker.Bake((byte[])guest.State!, guest);
}
