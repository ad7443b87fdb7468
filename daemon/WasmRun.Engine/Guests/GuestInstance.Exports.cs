using System.Text;
using WasmRun.Engine.Native;

namespace WasmRun.Engine;

public sealed unsafe partial class GuestInstance
{
    /// <summary>An exported function, to be resolved once and kept; null when there is none of that name.</summary>
    public ExportedFunction? FindFunction(string name) =>
        TryFindExport(name, ExternKind.Func, out var item) ? new ExportedFunction(this, name, item.Func) : null;

    /// <exception cref="InvalidModuleException">No function of that name.</exception>
    public ExportedFunction GetFunction(string name) => FindFunction(name) ?? throw Missing("function", name);

    /// <exception cref="InvalidModuleException">No global of that name.</exception>
    public ExportedGlobal GetGlobal(string name) =>
        TryFindExport(name, ExternKind.Global, out var item) ? new ExportedGlobal(this, item.Item) : throw Missing("global", name);

    /// <exception cref="InvalidModuleException">No table of that name.</exception>
    public ExportedTable GetTable(string name) =>
        TryFindExport(name, ExternKind.Table, out var item) ? new ExportedTable(this, item.Item) : throw Missing("table", name);

    internal bool TryFindExport(string name, ExternKind kind, out ExternItem item)
    {
        ExternItem found = default;
        var any = TryFindExportRaw(name, &found);
        item = found;
        return any && found.Kind == kind;
    }

    internal bool TryFindExportRaw(string name, ExternItem* item)
    {
        if (_disposed || _instance.StoreId == 0)
        {
            return false;
        }

        var utf8 = Encoding.UTF8.GetBytes(name);
        fixed (byte* start = utf8)
        fixed (InstanceHandle* instance = &_instance)
        {
            return NativeMethods.wasmtime_instance_export_get(_context, instance, start, (nuint)utf8.Length, item) != 0;
        }
    }

    private InvalidModuleException Missing(string what, string name) => new(
        HasEnded ? $"{Module.Name} did not start: {Outcome}" : $"{Module.Name} exports no {what} \"{name}\".");
}
