using System.Collections.Immutable;
using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>The type of a WebAssembly value.</summary>
public enum WasmType : byte
{
    I32 = 0,
    I64 = 1,
    F32 = 2,
    F64 = 3,
    V128 = 4,

    /// <summary>A reference type; host functions cannot take one.</summary>
    Reference = 5,
}

/// <summary>The type of a function: written <c>"i32 i64 -> i32"</c>.</summary>
public sealed class FunctionType : IEquatable<FunctionType>
{
    public FunctionType(ImmutableArray<WasmType> parameters, ImmutableArray<WasmType> results)
    {
        Parameters = parameters;
        Results = results;
    }

    public ImmutableArray<WasmType> Parameters { get; }

    public ImmutableArray<WasmType> Results { get; }

    /// <summary>Reads <c>"i32 i64 -> i32"</c>; either side may be empty.</summary>
    public static FunctionType Parse(string text)
    {
        var sides = text.Split("->");
        return sides.Length == 2
            ? new FunctionType(Side(sides[0]), Side(sides[1]))
            : throw new FormatException($"function type '{text}': expected 'parameters -> results'");
    }

    public bool Equals(FunctionType? other) =>
        other is not null && Parameters.SequenceEqual(other.Parameters) && Results.SequenceEqual(other.Results);

    public override bool Equals(object? obj) => Equals(obj as FunctionType);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Parameters.AsSpan()));
        hash.Add(-1);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Results.AsSpan()));
        return hash.ToHashCode();
    }

    public override string ToString() => $"({Words(Parameters)}) -> ({Words(Results)})";

    /// <summary>Reads a borrowed <c>wasm_functype_t*</c>.</summary>
    internal static unsafe FunctionType FromNative(nint type) =>
        new(Kinds(NativeMethods.wasm_functype_params(type)), Kinds(NativeMethods.wasm_functype_results(type)));

    /// <summary>An owned <c>wasm_functype_t*</c>.</summary>
    internal unsafe nint ToNative()
    {
        NativeVec parameters, results;
        Fill(&parameters, Parameters);
        Fill(&results, Results);
        return NativeMethods.wasm_functype_new(&parameters, &results);
    }

    private static unsafe void Fill(NativeVec* vec, ImmutableArray<WasmType> types)
    {
        var native = stackalloc nint[types.Length + 1];
        for (var i = 0; i < types.Length; i++)
        {
            native[i] = NativeMethods.wasm_valtype_new((byte)types[i]);
        }

        NativeMethods.wasm_valtype_vec_new(vec, (nuint)types.Length, native);
    }

    private static unsafe ImmutableArray<WasmType> Kinds(NativeVec* types)
    {
        var kinds = ImmutableArray.CreateBuilder<WasmType>((int)types->Size);
        for (nuint i = 0; i < types->Size; i++)
        {
            ValTypeDescription description;
            NativeMethods.wasmtime_valtype_new(((nint*)types->Data)[i], &description);
            kinds.Add((WasmType)description.Kind);
            NativeMethods.wasmtime_valtype_delete(&description);
        }

        return kinds.MoveToImmutable();
    }

    private static ImmutableArray<WasmType> Side(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "i32" => WasmType.I32,
            "i64" => WasmType.I64,
            "f32" => WasmType.F32,
            "f64" => WasmType.F64,
            _ => throw new FormatException($"'{word}' is not a type a host function can have"),
        })];

    private static string Words(ImmutableArray<WasmType> types) =>
        string.Join(' ', types.Select(type => type.ToString().ToLowerInvariant()));
}
