using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Modules;

/// <summary>An import that no module exports, in V8's words.</summary>
internal sealed record UnresolvedImport(string Message, string Url, string Specifier, string Export);

/// <summary>
/// Reads and links the engine's module records (JSModuleDef) in its memory. The engine wants to load a module's imports
/// while it compiles the module; Node wants them later, one by one. So every import is first compiled against an empty
/// module, and <see cref="Link"/> puts the real one in its place.
/// </summary>
internal sealed class ModuleRecords(QuickjsEngine js)
{
    // JSModuleDef; the flags has_tla and resolved follow func_obj and init_func.
    private const uint Name = JsLayout.ModuleName;
    private const uint RequestEntries = JsLayout.ModuleRequests;
    private const uint ExportEntries = 24;
    private const uint ExportCount = 28;
    private const uint StarEntries = 36;
    private const uint StarCount = 40;
    private const uint ImportEntries = 48;
    private const uint ImportCount = 52;
    private const uint TopLevelAwait = 92;

    public bool HasTopLevelAwait(uint record) => js.Slice(record + TopLevelAwait, 1)[0] != 0;

    /// <summary>What a module imports, in source order; the attributes are borrowed.</summary>
    public IEnumerable<(string Specifier, JsValue Attributes)> Requests(uint record)
    {
        var entries = js.ReadUInt32(record + RequestEntries);
        var count = js.ReadUInt32(record + JsLayout.ModuleRequestCount);
        for (var i = 0u; i < count; i++)
        {
            var entry = entries + i * JsLayout.RequestSize;
            yield return (js.AtomText(js.ReadUInt32(entry + JsLayout.RequestName)), new JsValue(js.ReadUInt64(entry + JsLayout.RequestAttributes)));
        }
    }

    public void Link(uint record, uint index, uint target) =>
        js.WriteUInt32(Request(record, index) + JsLayout.RequestModule, target);

    /// <summary>The first import of a module or of what it imports that resolves to nothing; null when all do.</summary>
    public UnresolvedImport? FirstUnresolved(uint record) => FirstUnresolved(record, []);

    private UnresolvedImport? FirstUnresolved(uint record, HashSet<uint> seen)
    {
        if (!seen.Add(record))
        {
            return null;
        }

        var requests = js.ReadUInt32(record + JsLayout.ModuleRequestCount);
        for (var i = 0u; i < requests; i++)
        {
            if (FirstUnresolved(Target(record, i), seen) is { } deeper)
            {
                return deeper;
            }
        }

        // JSImportEntry: var_idx 0, import_name 4 ("*" for a namespace), req_module_idx 8.
        const int ImportEntrySize = 12;
        var imports = js.ReadUInt32(record + ImportEntries);
        var count = js.ReadUInt32(record + ImportCount);
        for (var i = 0u; i < count; i++)
        {
            var entry = imports + i * ImportEntrySize;
            var request = js.ReadUInt32(entry + 8);
            var name = js.ReadUInt32(entry + 4);
            var export = js.AtomText(name);
            if (export != "*" && !Exports(Target(record, request), name, []))
            {
                var specifier = js.AtomText(js.ReadUInt32(Request(record, request) + JsLayout.RequestName));
                return new UnresolvedImport(
                    $"The requested module '{specifier}' does not provide an export named '{export}'",
                    js.AtomText(js.ReadUInt32(record + Name)),
                    specifier,
                    export);
            }
        }

        return null;
    }

    /// <summary>ResolveExport of ECMAScript 16.2.1.7.2.2, without telling ambiguous names apart.</summary>
    private bool Exports(uint record, uint name, HashSet<(uint, uint)> seen)
    {
        const int ExportEntrySize = 20, Indirect = 1;
        if (!seen.Add((record, name)))
        {
            return false;
        }

        // JSExportEntry: union {local: var_idx, var_ref | req_module_idx} 0, export_type 8, local_name 12, export_name 16.
        var exports = js.ReadUInt32(record + ExportEntries);
        var count = js.ReadUInt32(record + ExportCount);
        for (var i = 0u; i < count; i++)
        {
            var entry = exports + i * ExportEntrySize;
            if (js.ReadUInt32(entry + 16) != name)
            {
                continue;
            }

            var local = js.ReadUInt32(entry + 12);
            return js.ReadUInt32(entry + 8) != Indirect
                || js.AtomText(local) == "*"
                || Exports(Target(record, js.ReadUInt32(entry)), local, seen);
        }

        if (js.AtomText(name) == "default")
        {
            return false;
        }

        // JSStarExportEntry: req_module_idx.
        var stars = js.ReadUInt32(record + StarEntries);
        var starCount = js.ReadUInt32(record + StarCount);
        for (var i = 0u; i < starCount; i++)
        {
            if (Exports(Target(record, js.ReadUInt32(stars + i * 4)), name, seen))
            {
                return true;
            }
        }

        return false;
    }

    private uint Request(uint record, uint index) => js.ReadUInt32(record + RequestEntries) + index * JsLayout.RequestSize;

    private uint Target(uint record, uint request) => js.ReadUInt32(Request(record, request) + JsLayout.RequestModule);
}
