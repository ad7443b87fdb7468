using System.Runtime.InteropServices;

namespace WasmRun.Engine.Native;

/// <summary>
/// One untyped WebAssembly value: <c>wasmtime_val_raw_t</c>, 16 bytes. Host functions find their arguments in an array
/// of these and write their results over it from the first slot on.
/// </summary>
/// <remarks>
/// Wasmtime leaves the bytes above a value's own width undefined, so read an i32 through <see cref="I32"/> or
/// <see cref="U32"/>, never through <see cref="I64"/>.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct ValRaw
{
    [FieldOffset(0)] public int I32;
    [FieldOffset(0)] public uint U32;
    [FieldOffset(0)] public long I64;
    [FieldOffset(0)] public ulong U64;
    [FieldOffset(0)] public float F32;
    [FieldOffset(0)] public double F64;

    /// <summary>The upper half of a v128.</summary>
    [FieldOffset(8)] public ulong High;

    public static implicit operator ValRaw(int value) => new() { I32 = value };

    public static implicit operator ValRaw(uint value) => new() { U32 = value };

    public static implicit operator ValRaw(long value) => new() { I64 = value };

    public static implicit operator ValRaw(double value) => new() { F64 = value };
}
