using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>
/// Finds a module's links: static imports with attributes and phase, dynamic imports, <c>import.meta</c>, exports, top-level await.
/// The source is not checked: compile it first, then ask. Offsets are in bytes of the UTF-8 source.
/// </summary>
public static class EsModuleLexer
{
    /// <summary>Reads an ES module's source.</summary>
    public static ModuleRecord Lex(ReadOnlySpan<byte> source) => Lex(source, isModule: true);

    /// <summary>Reads a module's or a script's source; a script has only dynamic imports.</summary>
    internal static ModuleRecord Lex(ReadOnlySpan<byte> source, bool isModule)
    {
        var record = new ModuleRecord();
        var scanner = new JsScanner(source, isModule);
        while (scanner.Read())
        {
            switch (scanner.Keyword)
            {
                case JsKeyword.Import:
                    OnImport(source, ref scanner, record);
                    break;
                case JsKeyword.Export when scanner.Depth == 0 && scanner.StartsStatement:
                    OnExport(source, ref scanner, record);
                    break;
                case JsKeyword.Await when scanner.FunctionDepth == 0:
                    record.HasTopLevelAwait = true;
                    break;
            }
        }
        return record;
    }

    private static void OnImport(ReadOnlySpan<byte> source, ref JsScanner scanner, ModuleRecord record)
    {
        int start = scanner.Start;
        var cursor = new JsCursor(source, scanner.End);
        if (cursor.Take((byte)'('))
        {
            record.DynamicImportList.Add(new(start, "import".Length, cursor.Position - 1, ImportPhase.Evaluation));
            return;
        }
        if (cursor.Take((byte)'.'))
        {
            if (!cursor.TakeName(out var name)) return;
            int calleeEnd = cursor.Position;
            if (name.SequenceEqual("meta"u8)) record.ImportMetaList.Add(start);
            else if (PhaseOf(name) is { } phase && cursor.Take((byte)'('))
            {
                record.DynamicImportList.Add(new(start, calleeEnd - start, cursor.Position - 1, phase));
            }
            return;
        }
        if (scanner.Depth > 0 || !scanner.StartsStatement || ImportClause.ReadImport(source, start, out int end) is not { } import) return;
        record.ImportList.Add(import);
        scanner.ResumeAt(end);
    }

    private static void OnExport(ReadOnlySpan<byte> source, ref JsScanner scanner, ModuleRecord record)
    {
        record.HasExports = true;
        if (ImportClause.ReadReexport(source, scanner.Start, out int end) is not { } import) return;
        record.ImportList.Add(import);
        scanner.ResumeAt(end);
    }

    private static ImportPhase? PhaseOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("source"u8) ? ImportPhase.Source
        : name.SequenceEqual("defer"u8) ? ImportPhase.Defer : null;
}
