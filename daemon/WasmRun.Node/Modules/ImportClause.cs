using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>Reads one import or export declaration (ECMA-262, 16.2.2 and 16.2.3, with import attributes and phases).</summary>
internal static class ImportClause
{
    /// <summary>Reads what follows the word <c>import</c> of a declaration.</summary>
    /// <returns>The import and the offset after it; null when the text is no import declaration.</returns>
    internal static StaticImport? ReadImport(ReadOnlySpan<byte> source, int start, out int end)
    {
        var cursor = new JsCursor(source, start + "import".Length);
        var phase = TakePhase(ref cursor);
        cursor.SkipTrivia();
        if (cursor.Current is (byte)'"' or (byte)'\'') return ReadFrom(ref cursor, start, phase, out end);
        SkipBindings(ref cursor);
        end = cursor.Position;
        return cursor.Take("from"u8) ? ReadFrom(ref cursor, start, phase, out end) : null;
    }

    /// <summary>Reads what follows the word <c>export</c>, if it re-exports from another module.</summary>
    /// <returns>The import and the offset after it; null for every other export.</returns>
    internal static StaticImport? ReadReexport(ReadOnlySpan<byte> source, int start, out int end)
    {
        var cursor = new JsCursor(source, start + "export".Length);
        cursor.SkipTrivia();
        end = cursor.Position;
        if (cursor.Current is not ((byte)'*' or (byte)'{')) return null;
        SkipBindings(ref cursor);
        return cursor.Take("from"u8) ? ReadFrom(ref cursor, start, ImportPhase.Evaluation, out end) : null;
    }

    /// <summary>
    /// Takes <c>source</c> or <c>defer</c> where it is a phase. <c>import source from "x"</c> binds the name source;
    /// <c>import source from from "x"</c> has the phase.
    /// </summary>
    private static ImportPhase TakePhase(ref JsCursor cursor)
    {
        var ahead = cursor;
        if (ahead.Take("defer"u8) && ahead.Take((byte)'*'))
        {
            cursor.Take("defer"u8);
            return ImportPhase.Defer;
        }
        ahead = cursor;
        if (!ahead.Take("source"u8) || !ahead.TakeName(out var name)) return ImportPhase.Evaluation;
        if (name.SequenceEqual("from"u8) && !ahead.Take("from"u8)) return ImportPhase.Evaluation;
        cursor.Take("source"u8);
        return ImportPhase.Source;
    }

    /// <summary>Skips <c>a, * as b, { c as d, "e" as f }</c> up to the word <c>from</c>.</summary>
    private static void SkipBindings(ref JsCursor cursor)
    {
        bool inBraces = false, bound = false;
        for (; ; )
        {
            var ahead = cursor;
            if (!inBraces && bound && ahead.Take("from"u8)) return;
            if (cursor.TakeName(out _) || cursor.TakeString(out _) || cursor.Take((byte)'*')) bound = true;
            else if (cursor.Take((byte)',')) bound = false;
            else if (cursor.Take((byte)'{')) inBraces = true;
            else if (inBraces && cursor.Take((byte)'}')) (inBraces, bound) = (false, true);
            else return;
            // "* as from": the word after as is the binding.
            ahead = cursor;
            if (ahead.Take("as"u8) && !inBraces)
            {
                cursor.Take("as"u8);
                cursor.TakeName(out _);
            }
        }
    }

    private static StaticImport? ReadFrom(ref JsCursor cursor, int start, ImportPhase phase, out int end)
    {
        cursor.SkipTrivia();
        int specifierStart = cursor.Position;
        end = specifierStart;
        if (!cursor.TakeString(out var literal) || !JsStringLiteral.TryDecode(literal, out string specifier)) return null;
        end = cursor.Position;
        var attributes = ReadAttributes(ref cursor, ref end);
        return new StaticImport(specifier, attributes, phase, start, specifierStart);
    }

    private static List<ImportAttribute> ReadAttributes(ref JsCursor cursor, ref int end)
    {
        var attributes = new List<ImportAttribute>();
        if (!cursor.Take("with"u8) || !cursor.Take((byte)'{')) return attributes;
        while (!cursor.Take((byte)'}'))
        {
            if (!TakeKey(ref cursor, out string key) || !cursor.Take((byte)':')) return attributes;
            if (!cursor.TakeString(out var literal) || !JsStringLiteral.TryDecode(literal, out string value)) return attributes;
            attributes.Add(new ImportAttribute(key, value));
            cursor.Take((byte)',');
        }
        end = cursor.Position;
        return attributes;
    }

    private static bool TakeKey(ref JsCursor cursor, out string key)
    {
        key = "";
        if (cursor.TakeString(out var literal)) return JsStringLiteral.TryDecode(literal, out key);
        if (!cursor.TakeName(out var name)) return false;
        key = System.Text.Encoding.UTF8.GetString(name);
        return true;
    }
}
