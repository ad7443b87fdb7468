using System.Runtime.InteropServices;

namespace WasmRun.Engine.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint wasmtime_linker_new(nint engine);

    [LibraryImport(Library)]
    public static partial void wasmtime_linker_delete(nint linker);

    [LibraryImport(Library)]
    public static partial nint wasmtime_linker_define_func_unchecked(
        nint linker, byte* module, nuint moduleLength, byte* name, nuint nameLength, nint type, void* callback, void* env, void* finalizer);

    [LibraryImport(Library)]
    public static partial nint wasmtime_linker_instantiate_pre(nint linker, nint module, nint* pre);

    [LibraryImport(Library)]
    public static partial void wasmtime_instance_pre_delete(nint pre);

    [LibraryImport(Library)]
    public static partial nint wasmtime_instance_pre_instantiate(nint pre, nint context, InstanceHandle* instance, nint* trap);

    [LibraryImport(Library)]
    public static partial nint wasmtime_store_new(nint engine, nint data, void* finalizer);

    [LibraryImport(Library)]
    public static partial void wasmtime_store_delete(nint store);

    [LibraryImport(Library)]
    public static partial nint wasmtime_store_context(nint store);

    /// <summary>Negative values keep Wasmtime's defaults.</summary>
    [LibraryImport(Library)]
    public static partial void wasmtime_store_limiter(
        nint store, long memoryBytes, long tableElements, long instances, long tables, long memories);

    [LibraryImport(Library)]
    public static partial void wasmtime_store_epoch_deadline_callback(nint store, void* callback, nint data, void* finalizer);

    [LibraryImport(Library)]
    public static partial void wasmtime_context_set_epoch_deadline(nint context, ulong ticksBeyondCurrent);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint wasmtime_context_get_data(nint context);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint wasmtime_caller_context(nint caller);

    [LibraryImport(Library)]
    public static partial byte wasmtime_context_has_exception(nint context);

    [LibraryImport(Library)]
    public static partial byte wasmtime_instance_export_get(
        nint context, InstanceHandle* instance, byte* name, nuint nameLength, ExternItem* item);
}
