using System.Runtime.InteropServices;

namespace WasmRun.Engine.Native;

/// <summary>
/// The part of Wasmtime's C API that wasmrun uses. Every signature is blittable, so a call costs no marshalling and
/// works the same under NativeAOT. Opaque pointers are <see cref="nint"/>; <c>bool</c> is a byte.
/// </summary>
/// <remarks>
/// <see cref="SuppressGCTransitionAttribute"/> stands only on look-ups that cannot block, call back or allocate much.
/// A returned <c>wasmtime_error_t*</c> or <c>wasm_trap_t*</c> is owned by the caller: see <see cref="NativeError"/>.
/// </remarks>
internal static unsafe partial class NativeMethods
{
    private const string Library = "wasmtime";

    [LibraryImport(Library)]
    public static partial nint wasm_config_new();

    [LibraryImport(Library)]
    public static partial void wasmtime_config_strategy_set(nint config, byte strategy);

    [LibraryImport(Library)]
    public static partial void wasmtime_config_epoch_interruption_set(nint config, byte on);

    [LibraryImport(Library)]
    public static partial void wasmtime_config_max_wasm_stack_set(nint config, nuint bytes);

    [LibraryImport(Library)]
    public static partial void wasmtime_config_async_stack_size_set(nint config, ulong bytes);

    [LibraryImport(Library)]
    public static partial void wasmtime_config_parallel_compilation_set(nint config, byte on);

    [LibraryImport(Library)]
    public static partial void wasmtime_config_memory_may_move_set(nint config, byte on);

    [LibraryImport(Library)]
    public static partial void wasmtime_config_wasm_exceptions_set(nint config, byte on);

    [LibraryImport(Library)]
    public static partial void wasmtime_config_wasm_tail_call_set(nint config, byte on);

    [LibraryImport(Library)]
    public static partial nint wasm_engine_new_with_config(nint config);

    [LibraryImport(Library)]
    public static partial void wasm_engine_delete(nint engine);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void wasmtime_engine_increment_epoch(nint engine);
}
