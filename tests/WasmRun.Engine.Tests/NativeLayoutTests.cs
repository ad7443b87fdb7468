using System.Text;
using WasmRun.Engine.Native;

namespace WasmRun.Engine.Tests;

/// <summary>Our structs against what the native library reads and writes: a drift in a new Wasmtime must fail here.</summary>
public sealed unsafe class NativeLayoutTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private const byte Untouched = 0xCC;

    [Fact]
    public void Sizes_AreThoseOfTheCHeaders()
    {
        Assert.Equal(16, sizeof(ValRaw));
        Assert.Equal(16, sizeof(FuncHandle));
        Assert.Equal(24, sizeof(ItemHandle));
        Assert.Equal(16, sizeof(InstanceHandle));
        Assert.Equal(32, sizeof(TypedValue));
        Assert.Equal(16, sizeof(NativeVec));
    }

    [Theory]
    [InlineData("f", (int)ExternKind.Func)]
    [InlineData("m", (int)ExternKind.Memory)]
    [InlineData("t", (int)ExternKind.Table)]
    [InlineData("g", (int)ExternKind.Global)]
    public void ExternItem_HoldsWhatTheLibraryWrites(string name, int kind)
    {
        using var guest = engine.Start(
            """(module (func (export "f")) (memory (export "m") 1) (table (export "t") 1 funcref) (global (export "g") i32 (i32.const 7)))""");
        ExternItem item;
        new Span<byte>(&item, sizeof(ExternItem)).Fill(Untouched);
        Assert.True(guest.TryFindExportRaw(name, &item));
        Assert.Equal((ExternKind)kind, item.Kind);
        Assert.NotEqual(0ul, item.Item.StoreId);
        Assert.Equal(item.Item.StoreId, item.Func.StoreId);
        Assert.Equal(-1, new Span<byte>(&item, sizeof(ExternItem))[(8 + 24)..].IndexOfAnyExcept(Untouched));
    }

    [Fact]
    public void TypedValue_CarriesEveryKindThroughAGlobal()
    {
        using var guest = engine.Start("""
            (module (global (export "i32") (mut i32) (i32.const -2)) (global (export "i64") (mut i64) (i64.const -3))
              (global (export "f32") (mut f32) (f32.const 1.5)) (global (export "f64") (mut f64) (f64.const 2.5))
              (global (export "v128") (mut v128) (v128.const i64x2 4 5)) (global (export "ref") (mut funcref) (ref.null func)))
            """);
        Assert.Equal((ValKind.I32, -2), (Read("i32").Kind, Read("i32").Raw.I32));
        Assert.Equal((ValKind.I64, -3L), (Read("i64").Kind, Read("i64").Raw.I64));
        Assert.Equal((ValKind.F32, 1.5f), (Read("f32").Kind, Read("f32").Raw.F32));
        Assert.Equal((ValKind.F64, 2.5), (Read("f64").Kind, Read("f64").Raw.F64));
        Assert.Equal((ValKind.V128, 4ul, 5ul), (Read("v128").Kind, Read("v128").Raw.U64, Read("v128").Raw.High));
        Assert.Equal((ValKind.FuncRef, 0ul), (Read("ref").Kind, Read("ref").Func.StoreId));

        TypedValue Read(string name) => guest.GetGlobal(name).Read();
    }

    [Fact]
    public void ModuleTypes_AreReadInOrder()
    {
        using var module = engine.Compile("""
            (module (import "a" "f" (func (param i32 i64 f32 f64 v128 externref) (result i32 f64)))
              (import "a" "m" (memory 1)) (import "b" "t" (table 1 funcref)) (import "b" "g" (global i32)) (import "c" "e" (tag))
              (func (export "x") (param i32)) (memory (export "y") 1))
            """);
        Assert.Equal(
            ["\"a\" \"f\" (i32 i64 f32 f64 v128 reference) -> (i32 f64)", "\"a\" \"m\" (memory)", "\"b\" \"t\" (table)", "\"b\" \"g\" (global)", "\"c\" \"e\" (tag)"],
            module.Imports.Select(import => import.ToString()));
        Assert.Equal([("x", ItemKind.Function, "(i32) -> ()"), ("y", ItemKind.Memory, null)], module.Exports.Select(e => (e.Name, e.Kind, e.Type?.ToString())));
    }

    [Fact]
    public void Messages_KeepNonAsciiNames()
    {
        var wat = Encoding.UTF8.GetString("(module (import \"mün\" \"fn→\" (func)))"u8);
        using var functions = new HostFunctions();
        using var module = engine.Compile(wat);
        Assert.Contains("\"mün\" \"fn→\"", Assert.Throws<InvalidModuleException>(() => functions.Link(module)).Message, StringComparison.Ordinal);
    }

    /// <summary>Proposals whose types the C API may not be able to name: it must answer, not abort the process.</summary>
    [Theory]
    [InlineData("""(module (type $s (struct (field i32))) (import "k" "f" (func (param (ref null $s)) (result anyref))) (func (export "x") (param (ref $s))))""")]
    [InlineData("""(module (type $a (array (mut i8))) (global (export "g") (mut (ref null $a)) (ref.null $a)) (table (export "t") 1 eqref))""")]
    [InlineData("""(module (import "k" "e" (tag (param exnref v128))) (func (export "x") (result exnref) (ref.null exn)))""")]
    [InlineData("""(module (type $f (func)) (import "k" "t" (table 1 (ref null $f))) (func (export "x") (param (ref null $f) i31ref)))""")]
    [InlineData("""(module (memory (export "m") i64 1) (table (export "t") i64 1 funcref) (global (export "g") v128 (v128.const i64x2 0 0)))""")]
    [InlineData("""(module (import "k" "m" (memory 1 2 shared)))""")]
    [InlineData("""(module (memory (export "m") 1 (pagesize 1)))""")]
    [InlineData("""(module (type $f (func)) (type $c (cont $f)) (func (export "x") (param (ref null $c))))""")]
    public void ModuleTypes_OfNewProposals_AreReadOrRefused(string wat)
    {
        try
        {
            using var module = engine.Compile(wat);
            Assert.True(module.Imports.Length + module.Exports.Length > 0);
            using var functions = new HostFunctions();
            if (module.Imports.IsEmpty)
            {
                using var linked = functions.Link(module);
                using var guest = linked.Instantiate();
                Assert.All(module.Exports.Where(e => e.Kind == ItemKind.Function), e => Assert.Equal(e.Type, guest.GetFunction(e.Name).Type));
            }
            else
            {
                Assert.Throws<InvalidModuleException>(() => functions.Link(module));
            }
        }
        catch (InvalidModuleException)
        {
            // This Wasmtime does not have the proposal on: said, not crashed.
        }
    }
}
