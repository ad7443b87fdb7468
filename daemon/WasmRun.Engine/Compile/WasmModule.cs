using System.Collections.Immutable;
using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>What an import or export is.</summary>
public enum ItemKind : byte
{
    Function = 0,
    Global = 1,
    Table = 2,
    Memory = 3,
    Tag = 4,
}

/// <summary>One import of a module. <see cref="Type"/> is null unless it is a function.</summary>
public sealed record ModuleImport(string Module, string Name, ItemKind Kind, FunctionType? Type)
{
    public override string ToString() => Kind == ItemKind.Function
        ? $"\"{Module}\" \"{Name}\" {Type}"
        : $"\"{Module}\" \"{Name}\" ({Kind.ToString().ToLowerInvariant()})";
}

/// <summary>One export of a module. <see cref="Type"/> is null unless it is a function.</summary>
public sealed record ModuleExport(string Name, ItemKind Kind, FunctionType? Type);

/// <summary>A compiled module: machine code of one engine, shared by every guest started from it.</summary>
public sealed class WasmModule : IDisposable
{
    private readonly Lazy<ImmutableArray<ModuleImport>> _imports;
    private readonly Lazy<ImmutableArray<ModuleExport>> _exports;
    private nint _handle;

    internal WasmModule(WasmEngine engine, nint handle, string name)
    {
        Engine = engine;
        Name = name;
        _handle = handle;
        _imports = new(ReadImports);
        _exports = new(ReadExports);
    }

    public WasmEngine Engine { get; }

    /// <summary>For messages: the file's name.</summary>
    public string Name { get; }

    public ImmutableArray<ModuleImport> Imports => _imports.Value;

    public ImmutableArray<ModuleExport> Exports => _exports.Value;

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Compiles a binary module.</summary>
    /// <exception cref="InvalidModuleException">Invalid, or uses a proposal the engine's compiler does not have.</exception>
    public static unsafe WasmModule Compile(WasmEngine engine, ReadOnlySpan<byte> wasm, string name)
    {
        nint handle, error;
        fixed (byte* start = wasm)
        {
            error = NativeMethods.wasmtime_module_new(engine.Handle, start, (nuint)wasm.Length, &handle);
        }

        return error == 0
            ? new WasmModule(engine, handle, name)
            : throw new InvalidModuleException($"{name} cannot be compiled: {NativeError.Take(error)}");
    }

    /// <summary>The machine code, in the form that <see cref="TryDeserialize"/> maps.</summary>
    internal unsafe void Serialize(Stream destination)
    {
        NativeVec artifact;
        NativeError.ThrowIfAny(NativeMethods.wasmtime_module_serialize(Handle, &artifact), $"serializing {Name}");
        try
        {
            destination.Write(new ReadOnlySpan<byte>(artifact.Data, (int)artifact.Size));
        }
        finally
        {
            NativeMethods.wasm_byte_vec_delete(&artifact);
        }
    }

    /// <summary>Maps an artifact; null with the reason when Wasmtime refuses it (other version, other CPU, damaged header).</summary>
    /// <remarks>The bytes become executable code unverified: only <see cref="ArtifactStore"/> may decide that a file is ours.</remarks>
    internal static unsafe WasmModule? TryDeserialize(WasmEngine engine, string path, string name, out string? refusal)
    {
        nint handle, error;
        fixed (byte* utf8 = System.Text.Encoding.UTF8.GetBytes(path + '\0'))
        {
            error = NativeMethods.wasmtime_module_deserialize_file(engine.Handle, utf8, &handle);
        }

        refusal = error == 0 ? null : NativeError.Take(error);
        return error == 0 ? new WasmModule(engine, handle, name) : null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handle, 0) is var handle and not 0)
        {
            NativeMethods.wasmtime_module_delete(handle);
        }
    }

    private unsafe ImmutableArray<ModuleImport> ReadImports()
    {
        NativeVec vec;
        NativeMethods.wasmtime_module_imports(Handle, &vec);
        var imports = ImmutableArray.CreateBuilder<ModuleImport>((int)vec.Size);
        for (nuint i = 0; i < vec.Size; i++)
        {
            var import = ((nint*)vec.Data)[i];
            var (kind, type) = ReadType(NativeMethods.wasm_importtype_type(import));
            imports.Add(new ModuleImport(
                NativeMethods.wasm_importtype_module(import)->Utf8(), NativeMethods.wasm_importtype_name(import)->Utf8(), kind, type));
        }

        NativeMethods.wasm_importtype_vec_delete(&vec);
        return imports.MoveToImmutable();
    }

    private unsafe ImmutableArray<ModuleExport> ReadExports()
    {
        NativeVec vec;
        NativeMethods.wasmtime_module_exports(Handle, &vec);
        var exports = ImmutableArray.CreateBuilder<ModuleExport>((int)vec.Size);
        for (nuint i = 0; i < vec.Size; i++)
        {
            var export = ((nint*)vec.Data)[i];
            var (kind, type) = ReadType(NativeMethods.wasm_exporttype_type(export));
            exports.Add(new ModuleExport(NativeMethods.wasm_exporttype_name(export)->Utf8(), kind, type));
        }

        NativeMethods.wasm_exporttype_vec_delete(&vec);
        return exports.MoveToImmutable();
    }

    private static (ItemKind Kind, FunctionType? Type) ReadType(nint type)
    {
        var function = NativeMethods.wasm_externtype_as_functype_const(type);
        return ((ItemKind)NativeMethods.wasm_externtype_kind(type), function == 0 ? null : FunctionType.FromNative(function));
    }
}
