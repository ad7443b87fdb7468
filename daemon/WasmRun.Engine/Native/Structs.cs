using System.Runtime.InteropServices;
using System.Text;

namespace WasmRun.Engine.Native;

/// <summary><c>wasmtime_func_t</c>: a function of one store. <see cref="StoreId"/> 0 is the null reference.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuncHandle
{
    public ulong StoreId;
    public nint Private;
}

/// <summary><c>wasmtime_memory_t</c> and <c>wasmtime_table_t</c>: store id, word, 32-bit word, padding.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ItemHandle
{
    public ulong StoreId;
    public nint Private1;
    public uint Private2;
}

/// <summary><c>wasmtime_instance_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InstanceHandle
{
    public ulong StoreId;
    public nint Private;
}

internal enum ExternKind : byte
{
    Func = 0,
    Global = 1,
    Table = 2,
    Memory = 3,
    SharedMemory = 4,
    Tag = 5,
}

/// <summary>
/// <c>wasmtime_extern_t</c>: a kind and a union of handles. Wider than the C type on purpose: a later Wasmtime may
/// widen the union, and what it then writes must not land on our stack.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct ExternItem
{
    [FieldOffset(0)] public ExternKind Kind;
    [FieldOffset(8)] public FuncHandle Func;

    /// <summary>A memory, a table or a global.</summary>
    [FieldOffset(8)] public ItemHandle Item;
}

internal enum ValKind : byte
{
    I32 = 0,
    I64 = 1,
    F32 = 2,
    F64 = 3,
    V128 = 4,
    FuncRef = 5,
    ExternRef = 6,
}

/// <summary><c>wasmtime_val_t</c>: a kind and a union of at most 24 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct TypedValue
{
    [FieldOffset(0)] public ValKind Kind;
    [FieldOffset(8)] public ValRaw Raw;
    [FieldOffset(8)] public FuncHandle Func;
}

/// <summary><c>wasm_byte_vec_t</c> and the other vectors of the C API: a count and a pointer to that many items.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeVec
{
    public nuint Size;
    public void* Data;

    /// <summary>The bytes as text; some messages carry a trailing NUL, which is dropped.</summary>
    public readonly string Utf8()
    {
        var bytes = new ReadOnlySpan<byte>(Data, (int)Size);
        return Encoding.UTF8.GetString(bytes is [.., 0] ? bytes[..^1] : bytes);
    }
}

/// <summary>
/// <c>wasmtime_valtype_t</c>: a kind, numbered like <see cref="WasmType"/>, and for a reference its own description, which
/// we do not read. Wider than the C type for the same reason as <see cref="ExternItem"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct ValTypeDescription
{
    [FieldOffset(0)] public byte Kind;
}
