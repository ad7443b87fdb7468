using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>
/// The functions that guests may import. Define them once, then link any number of modules; the definitions are shared
/// by all guests, and each call finds its own guest through the store.
/// </summary>
/// <remarks>
/// A body reads its arguments from the array and writes its results over it from slot 0. It runs on the guest's thread
/// and may block, call back into the guest, or end it with <see cref="GuestInstance.Exit"/>. An exception that leaves it
/// ends the guest as <see cref="GuestOutcome.InternalError"/>; it never crosses the native boundary.
/// </remarks>
public sealed unsafe class HostFunctions : IDisposable
{
    /// <summary>Guards both tables.</summary>
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Module, string Name), HostFunction> _functions = [];
    private readonly Dictionary<WasmEngine, HostLinker> _linkers = [];

    /// <exception cref="InvalidOperationException">A module was linked already, or the name is taken.</exception>
    public void Define(string module, string name, FunctionType type, delegate*<GuestInstance, ValRaw*, void> body) =>
        Add(new HostFunction(module, name, type, body));

    /// <summary>As the other overload, the type written <c>"i32 i64 -> i32"</c>.</summary>
    public void Define(string module, string name, string type, delegate*<GuestInstance, ValRaw*, void> body) =>
        Define(module, name, FunctionType.Parse(type), body);

    /// <summary>For tables of functions: one body for all, given the row of the one that is called.</summary>
    public void Define(string module, string name, string type, delegate*<GuestInstance, ValRaw*, int, void> body, int row) =>
        Add(new HostFunction(module, name, FunctionType.Parse(type), body, row));

    /// <summary>Resolves a module's imports.</summary>
    /// <exception cref="InvalidModuleException">It imports what is not defined; the message lists each such import.</exception>
    public LinkedModule Link(WasmModule module)
    {
        HostLinker linker;
        lock (_lock)
        {
            if (!_linkers.TryGetValue(module.Engine, out linker!))
            {
                linker = new HostLinker(module.Engine, _functions);
                _linkers.Add(module.Engine, linker);
            }
        }

        return linker.Link(module);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var linker in _linkers.Values)
            {
                linker.Dispose();
            }

            _linkers.Clear();
        }
    }

    private void Add(HostFunction function)
    {
        lock (_lock)
        {
            if (_linkers.Count > 0)
            {
                throw new InvalidOperationException($"{function}: defined after the first module was linked");
            }

            if (!_functions.TryAdd((function.Module, function.Name), function))
            {
                throw new InvalidOperationException($"{function} is defined twice");
            }
        }
    }
}
