using System.Runtime.InteropServices;

namespace WasmRun.Engine.Native;

internal static unsafe partial class NativeMethods
{
    /// <summary>Arguments are read from, and results written to, <paramref name="values"/>.</summary>
    [LibraryImport(Library)]
    public static partial nint wasmtime_func_call_unchecked(nint context, FuncHandle* func, ValRaw* values, nuint count, nint* trap);

    [LibraryImport(Library)]
    public static partial void wasmtime_func_new_unchecked(
        nint context, nint type, void* callback, void* env, void* finalizer, FuncHandle* func);

    /// <summary>An owned <c>wasm_functype_t*</c>.</summary>
    [LibraryImport(Library)]
    public static partial nint wasmtime_func_type(nint context, FuncHandle* func);

    /// <summary>The address of the function's record in the store: equal for equal functions.</summary>
    [LibraryImport(Library)]
    public static partial nint wasmtime_func_to_raw(nint context, FuncHandle* func);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial byte* wasmtime_memory_data(nint context, ItemHandle* memory);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nuint wasmtime_memory_data_size(nint context, ItemHandle* memory);

    [LibraryImport(Library)]
    public static partial nint wasmtime_memory_grow(nint context, ItemHandle* memory, ulong pages, ulong* previousPages);

    [LibraryImport(Library)]
    public static partial void wasmtime_global_get(nint context, ItemHandle* global, TypedValue* value);

    [LibraryImport(Library)]
    public static partial nint wasmtime_global_set(nint context, ItemHandle* global, TypedValue* value);

    [LibraryImport(Library)]
    public static partial ulong wasmtime_table_size(nint context, ItemHandle* table);

    [LibraryImport(Library)]
    public static partial byte wasmtime_table_get(nint context, ItemHandle* table, ulong index, TypedValue* value);

    [LibraryImport(Library)]
    public static partial nint wasmtime_table_set(nint context, ItemHandle* table, ulong index, TypedValue* value);

    [LibraryImport(Library)]
    public static partial nint wasmtime_table_grow(nint context, ItemHandle* table, ulong delta, TypedValue* initial, ulong* previousSize);
}
