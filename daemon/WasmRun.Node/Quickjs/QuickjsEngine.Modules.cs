using WasmRun.Engine;
using WasmRun.Engine.Native;

namespace WasmRun.Node.Quickjs;

/// <summary>Synthetic modules: records whose exports the host sets.</summary>
internal sealed unsafe partial class QuickjsEngine
{
    private const uint ModuleExportEntries = 24; // JSModuleDef.export_entries
    private const uint ModuleExportCount = 28;
    private const uint ExportEntrySize = 20;
    private const uint ExportVariable = 4; // JSExportEntry.u.local.var_ref

    private readonly int _syntheticInit;

    /// <summary>Called when a synthetic module is evaluated, with its record; false when an exception is pending.</summary>
    public Func<uint, bool>? SyntheticEvaluated { get; set; }

    /// <summary>The record's address as a number.</summary>
    public JsValue NewSyntheticModule(string name, ReadOnlySpan<string> exports)
    {
        var text = NewCString(name);
        var record = _exports.Get("JS_NewCModule").Call(_context, text, _syntheticInit).U32;
        Free(text);
        var add = _exports.AddModuleExport;
        foreach (var export in exports)
        {
            text = NewCString(export);
            add.Call(_context, record, text);
            Free(text);
        }

        return record;
    }

    /// <summary>Sets an export and takes over the value; before the module is instantiated nothing can be set.</summary>
    public bool SetModuleExport(uint record, string name, JsValue value)
    {
        var isInstantiated = ReadUInt32(record + ModuleExportCount) > 0
            && ReadUInt32(ReadUInt32(record + ModuleExportEntries) + ExportVariable) != 0;
        if (!isInstantiated)
        {
            Free(value);
            return true;
        }

        var text = NewCString(name);
        var done = _exports.SetModuleExport.Call(_context, record, text, (long)value.Bits).I32 >= 0;
        Free(text);
        if (!done)
        {
            ThrowNew("ReferenceError", $"Export '{name}' is not defined in module");
        }

        return done;
    }

    private static void OnSyntheticModule(GuestInstance guest, ValRaw* values)
    {
        var js = Of(guest);
        values[0].I32 = js.SyntheticEvaluated!(values[1].U32) ? 0 : -1;
    }
}
