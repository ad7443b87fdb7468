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
        bool onlyInModule = false, returns = false, afterFor = false;
        while (scanner.Read())
        {
            switch (scanner.Keyword)
            {
                case JsKeyword.Import when IsModuleImport(source, ref scanner):
                case JsKeyword.Export when scanner.StartsStatement:
                    return true;
                case JsKeyword.Await when scanner.FunctionDepth == 0:
                    onlyInModule |= afterFor || IsAwaitExpression(source, ref scanner);
                    break;
                case JsKeyword.Prefix when scanner.FunctionDepth == 0 && scanner.Text.SequenceEqual("return"u8):
                    returns = true;
                    break;
                case JsKeyword.Prefix or JsKeyword.Class when hasCommonJsVariables && scanner.StartsStatement && scanner.Depth == 0:
                    onlyInModule |= DeclaresCommonJsVariable(source, ref scanner);
                    break;
            }
            afterFor = scanner.Keyword == JsKeyword.Head && scanner.Text.SequenceEqual("for"u8);
        }
        // A return at top level compiles as CommonJS only.
        return onlyInModule && !returns;
    }

    private static bool IsModuleImport(ReadOnlySpan<byte> source, ref JsScanner scanner)
    {
        var cursor = new JsCursor(source, scanner.End);
        if (cursor.Take((byte)'.')) return cursor.Take("meta"u8);
        return scanner.StartsStatement && cursor.Current != '(';
    }

    /// <summary>In a script await is a name, so only what cannot follow a name in the same statement makes it the operator.</summary>
    private static bool IsAwaitExpression(ReadOnlySpan<byte> source, ref JsScanner scanner)
    {
        // Inside a template V8 reports another error first, and Node does not try again.
        if (scanner.Frame is JsFrameKind.TemplateHole or JsFrameKind.Class) return false;
        var cursor = new JsCursor(source, scanner.End);
        if (cursor.SkipTrivia() && scanner.Frame is JsFrameKind.Statements) return false;
        byte next = cursor.Current;
        if (next is (byte)'"' or (byte)'\'' or (byte)'{' or (byte)'~' || JsText.IsDigit(next)) return true;
        if (next == '!') return !cursor.Take("!="u8);
        return cursor.TakeName(out var name) && !name.SequenceEqual("in"u8) && !name.SequenceEqual("instanceof"u8);
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
