using System.Runtime.InteropServices;

namespace WasmRun.Engine.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint wasmtime_wat2wasm(byte* text, nuint length, NativeVec* wasm);

    [LibraryImport(Library)]
    public static partial nint wasmtime_module_new(nint engine, byte* wasm, nuint length, nint* module);

    [LibraryImport(Library)]
    public static partial void wasmtime_module_delete(nint module);

    [LibraryImport(Library)]
    public static partial nint wasmtime_module_validate(nint engine, byte* wasm, nuint length);

    [LibraryImport(Library)]
    public static partial nint wasmtime_module_serialize(nint module, NativeVec* artifact);

    /// <summary>Maps a file that <see cref="wasmtime_module_serialize"/> wrote. Its contents are trusted as code.</summary>
    [LibraryImport(Library)]
    public static partial nint wasmtime_module_deserialize_file(nint engine, byte* pathUtf8, nint* module);

    [LibraryImport(Library)]
    public static partial void wasmtime_module_imports(nint module, NativeVec* imports);

    [LibraryImport(Library)]
    public static partial void wasmtime_module_exports(nint module, NativeVec* exports);

    [LibraryImport(Library)]
    public static partial void wasm_importtype_vec_delete(NativeVec* imports);

    [LibraryImport(Library)]
    public static partial void wasm_exporttype_vec_delete(NativeVec* exports);

    [LibraryImport(Library)]
    public static partial NativeVec* wasm_importtype_module(nint import);

    [LibraryImport(Library)]
    public static partial NativeVec* wasm_importtype_name(nint import);

    [LibraryImport(Library)]
    public static partial nint wasm_importtype_type(nint import);

    [LibraryImport(Library)]
    public static partial NativeVec* wasm_exporttype_name(nint export);

    [LibraryImport(Library)]
    public static partial nint wasm_exporttype_type(nint export);

    [LibraryImport(Library)]
    public static partial byte wasm_externtype_kind(nint type);

    [LibraryImport(Library)]
    public static partial nint wasm_externtype_as_functype_const(nint type);

    [LibraryImport(Library)]
    public static partial NativeVec* wasm_functype_params(nint type);

    [LibraryImport(Library)]
    public static partial NativeVec* wasm_functype_results(nint type);

    /// <summary>
    /// Describes any type, unlike <c>wasm_valtype_kind</c>, which aborts the process on what the older C API has no number
    /// for (v128): a module of a user must not be able to do that.
    /// </summary>
    [LibraryImport(Library)]
    public static partial void wasmtime_valtype_new(nint type, ValTypeDescription* description);

    [LibraryImport(Library)]
    public static partial void wasmtime_valtype_delete(ValTypeDescription* description);

    [LibraryImport(Library)]
    public static partial nint wasm_valtype_new(byte kind);

    [LibraryImport(Library)]
    public static partial void wasm_valtype_vec_new(NativeVec* vec, nuint count, nint* types);

    /// <summary>Takes ownership of both vectors.</summary>
    [LibraryImport(Library)]
    public static partial nint wasm_functype_new(NativeVec* parameters, NativeVec* results);

    [LibraryImport(Library)]
    public static partial void wasm_functype_delete(nint type);
}
