using System.Text;
using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>The host functions as one engine's native definitions.</summary>
internal sealed unsafe class HostLinker : IDisposable
{
    private readonly Dictionary<(string Module, string Name), HostFunction> _functions;
    private nint _handle;

    public HostLinker(WasmEngine engine, Dictionary<(string Module, string Name), HostFunction> functions)
    {
        _functions = functions;
        _handle = NativeMethods.wasmtime_linker_new(engine.Handle);
        foreach (var function in functions.Values)
        {
            Define(function);
        }
    }

    public LinkedModule Link(WasmModule module)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        var unresolved = module.Imports.Select(Complaint).OfType<string>().ToList();
        if (unresolved.Count > 0)
        {
            throw new InvalidModuleException(
                $"{module.Name} imports what wasmrun does not provide:{string.Concat(unresolved.Select(line => "\n  " + line))}\n"
                + "Build it for wasm32-wasip1 (WASI preview 1), without JavaScript glue.");
        }

        nint pre;
        NativeError.ThrowIfAny(NativeMethods.wasmtime_linker_instantiate_pre(_handle, module.Handle, &pre), $"linking {module.Name}");
        return new LinkedModule(module, pre);
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            NativeMethods.wasmtime_linker_delete(_handle);
            _handle = 0;
        }
    }

    private string? Complaint(ModuleImport import)
    {
        if (import.Kind != ItemKind.Function || !_functions.TryGetValue((import.Module, import.Name), out var function))
        {
            return import.ToString();
        }

        return function.Type.Equals(import.Type) ? null : $"{import}, provided as {function.Type}";
    }

    private void Define(HostFunction function)
    {
        var type = function.Type.ToNative();
        var module = Encoding.UTF8.GetBytes(function.Module);
        var name = Encoding.UTF8.GetBytes(function.Name);
        fixed (byte* moduleStart = module, nameStart = name)
        {
            NativeError.ThrowIfAny(
                NativeMethods.wasmtime_linker_define_func_unchecked(
                    _handle,
                    moduleStart,
                    (nuint)module.Length,
                    nameStart,
                    (nuint)name.Length,
                    type,
                    HostFunction.Callback,
                    function.Register(),
                    HostFunction.Finalizer),
                $"defining {function}");
        }

        NativeMethods.wasm_functype_delete(type);
    }
}
