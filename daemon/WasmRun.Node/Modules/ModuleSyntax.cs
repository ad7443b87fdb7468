using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>
/// Node's module syntax detection: would this source fail as CommonJS for a reason that being an ES module cures?
/// Node compiles it twice (src/node_contextify.cc, ContainsModuleSyntax); here one pass over the tokens answers.
/// </summary>
public static class ModuleSyntax
{
    /// <param name="source">The source, UTF-8.</param>
    /// <param name="hasCommonJsVariables">
    /// False where the source is not wrapped with <c>require</c>, <c>module</c>, … (<c>--eval</c>), so that declaring them is no sign.
    /// </param>
    /// <returns>True when the source has an import or export declaration, <c>import.meta</c>, an <c>await</c> at top level that no script
    /// could mean, or a lexical declaration of a CommonJS variable at top level.</returns>
    public static bool LooksLikeModule(ReadOnlySpan<byte> source, bool hasCommonJsVariables = true)
    {
        var scanner = new JsScanner(source, isModule: false);
        while (scanner.Read())
        {
            bool found = scanner.Keyword switch
            {
                JsKeyword.Import => IsModuleImport(source, ref scanner),
                JsKeyword.Export => scanner.StartsStatement,
                JsKeyword.Await => scanner.FunctionDepth == 0 && IsAwaitExpression(source, ref scanner),
                JsKeyword.Prefix or JsKeyword.Class => hasCommonJsVariables && scanner.StartsStatement && scanner.Depth == 0
                    && DeclaresCommonJsVariable(source, ref scanner),
                _ => false,
            };
            if (found) return true;
        }
        return false;
    }

    private static bool IsModuleImport(ReadOnlySpan<byte> source, ref JsScanner scanner)
    {
        var cursor = new JsCursor(source, scanner.End);
        if (cursor.Take((byte)'.')) return cursor.Take("meta"u8);
        return scanner.StartsStatement && cursor.Current != '(';
    }

    /// <summary>In a script await is a name, so only what cannot follow a name on its line makes it the operator.</summary>
    private static bool IsAwaitExpression(ReadOnlySpan<byte> source, ref JsScanner scanner)
    {
        var cursor = new JsCursor(source, scanner.End);
        if (cursor.SkipTrivia()) return false;
        byte next = cursor.Current;
        if (next is (byte)'"' or (byte)'\'' or (byte)'{' or (byte)'~' || JsText.IsDigit(next)) return true;
        if (next == '!') return !cursor.Take("!="u8);
        return cursor.TakeName(out var name) && !name.SequenceEqual("in"u8) && !name.SequenceEqual("instanceof"u8)
            && !name.SequenceEqual("of"u8);
    }

    /// <summary>Looks at the names that a let, const or class declaration binds.</summary>
    private static bool DeclaresCommonJsVariable(ReadOnlySpan<byte> source, ref JsScanner scanner)
    {
        var cursor = new JsCursor(source, scanner.End);
        bool isClass = scanner.Keyword == JsKeyword.Class;
        if (!isClass && !scanner.Text.SequenceEqual("let"u8) && !scanner.Text.SequenceEqual("const"u8)) return false;
        int nesting = 0;
        for (; ; )
        {
            cursor.SkipTrivia();
            if (cursor.TakeName(out var name))
            {
                bool isKey = nesting > 0 && cursor.Take((byte)':');
                if (!isKey && IsCommonJsVariable(name)) return true;
            }
            else if (cursor.Take((byte)'{') || cursor.Take((byte)'[')) nesting++;
            else if (nesting > 0 && (cursor.Take((byte)'}') || cursor.Take((byte)']'))) nesting--;
            else if (!(nesting > 0 && (cursor.Take((byte)',') || cursor.Take("..."u8)))) return false;
            if (nesting == 0 && !cursor.Take((byte)',')) return false;
        }
    }

    private static bool IsCommonJsVariable(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("require"u8) || name.SequenceEqual("module"u8) || name.SequenceEqual("exports"u8)
        || name.SequenceEqual("__filename"u8) || name.SequenceEqual("__dirname"u8);
}
