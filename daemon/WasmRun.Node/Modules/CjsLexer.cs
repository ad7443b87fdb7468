using System.Text;
using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>
/// Finds a CommonJS module's likely export names without running it, by the frozen patterns that Node documents for
/// <c>import</c> of CommonJS (the token grammar in the README of cjs-module-lexer): assignments to <c>exports</c>, its definition by
/// literal, <c>Object.defineProperty</c> with a value or plain getter, and the re-export code of Babel and TypeScript.
/// </summary>
public static class CjsLexer
{
    /// <summary>Reads a source.</summary>
    /// <param name="source">The module's source, UTF-8.</param>
    /// <returns>What was found; nothing when the source has ES module syntax at top level or unbalanced brackets.</returns>
    public static CjsExports Lex(ReadOnlySpan<byte> source)
    {
        var state = new CjsLexerState();
        var scanner = new JsScanner(source, isModule: false);
        while (scanner.Read())
        {
            if (scanner.Kind == JsTokenKind.Name && !OnName(source, ref scanner, state)) break;
            state.Trail.Add(scanner.Start, scanner.End);
        }
        bool valid = scanner.Kind == JsTokenKind.End && !scanner.Unbalanced && scanner.Depth == 0;
        return valid ? state.ToExports() : new CjsExports([], []);
    }

    /// <summary>Tries the patterns that start with the name just read. False for ES module syntax.</summary>
    private static bool OnName(ReadOnlySpan<byte> source, ref JsScanner scanner, CjsLexerState state)
    {
        var cursor = new JsCursor(source, scanner.End);
        bool topLevel = scanner.Depth == 0;
        switch (scanner.Text)
        {
            case var name when name.StartsWith("_"u8) && topLevel:
                OnTranspilerHelper(name, ref cursor, state, source);
                break;
            case var _ when scanner.IsMember:
                break;
            case var name when name.SequenceEqual("exports"u8):
                OnExports(ref cursor, state, isModuleExports: false);
                break;
            case var name when name.SequenceEqual("module"u8):
                if (cursor.Take((byte)'.') && cursor.Take("exports"u8)) OnExports(ref cursor, state, isModuleExports: true);
                break;
            case var name when name.SequenceEqual("Object"u8):
                if (!cursor.Take((byte)'.')) break;
                if (cursor.Take("defineProperty"u8)) CjsDefineProperty.Read(ref cursor, state);
                else if (topLevel && cursor.Take("keys"u8)) CjsStarExport.Read(ref cursor, state);
                break;
            case var name when name.SequenceEqual("require"u8) && topLevel:
                if (TakeRequire(ref cursor, out string specifier)) state.BindStar(source, specifier);
                break;
            case var _ when scanner.Keyword == JsKeyword.Import && topLevel:
                return cursor.Take((byte)'(') || cursor.Take((byte)'.') && !cursor.Take("meta"u8);
            case var _ when scanner.Keyword == JsKeyword.Export && topLevel:
                return false;
        }
        return true;
    }

    /// <summary><c>_interopRequireWildcard(require("x"))</c>, <c>__export(require("x"))</c>, <c>tslib.__exportStar(require("x"))</c>.</summary>
    private static void OnTranspilerHelper(ReadOnlySpan<byte> name, ref JsCursor cursor, CjsLexerState state, ReadOnlySpan<byte> source)
    {
        bool star = name.SequenceEqual("__export"u8) || name.SequenceEqual("__exportStar"u8);
        if (!star && !name.SequenceEqual("_interopRequireWildcard"u8)) return;
        // No blank may stand before the parenthesis nor before require: these are the tools' exact words.
        if (!cursor.StartsWith("(require"u8) || !cursor.Take((byte)'(') || !cursor.Take("require"u8) || !TakeRequire(ref cursor, out string specifier)) return;
        if (star) state.AddReexport(specifier);
        else state.BindStar(source, specifier);
    }

    private static void OnExports(ref JsCursor cursor, CjsLexerState state, bool isModuleExports)
    {
        if (cursor.Take((byte)'.'))
        {
            if (cursor.TakeName(out var name) && cursor.Take((byte)'=')) state.AddName(Encoding.UTF8.GetString(name));
        }
        else if (cursor.Take((byte)'['))
        {
            if (cursor.TakeString(out var literal) && cursor.Take((byte)']') && cursor.Take((byte)'=')) state.AddLiteral(literal);
        }
        else if (isModuleExports && cursor.Take((byte)'='))
        {
            state.ClearReexports();
            if (cursor.Take((byte)'{')) ReadObject(ref cursor, state);
            else if (cursor.Take("require"u8) && TakeRequire(ref cursor, out string specifier)) state.AddReexport(specifier);
        }
    }

    /// <summary>Reads <c>{ a, b: c, 'd': e, ...f, ...require('g') }</c> until something less simple comes.</summary>
    private static void ReadObject(ref JsCursor cursor, CjsLexerState state)
    {
        do
        {
            if (cursor.TakeName(out var name))
            {
                var ahead = cursor;
                if (name.SequenceEqual("get"u8) && ahead.TakeName(out _)) return;
                if (!TakeValue(ref cursor, state)) return;
                state.AddName(Encoding.UTF8.GetString(name));
            }
            else if (cursor.Take("..."u8))
            {
                var ahead = cursor;
                if (ahead.Take("require"u8) && TakeRequire(ref ahead, out string specifier))
                {
                    state.AddReexport(specifier);
                    cursor = ahead;
                }
                else if (!cursor.TakeName(out _))
                {
                    return;
                }
            }
            else if (cursor.TakeString(out var literal))
            {
                if (!cursor.IsBefore((byte)':')) continue;
                if (!TakeValue(ref cursor, state)) return;
                state.AddLiteral(literal);
            }
            else
            {
                return;
            }
        }
        while (cursor.Take((byte)','));
    }

    /// <summary>Takes a property's colon and value, if they are there; the value must begin with a name.</summary>
    private static bool TakeValue(ref JsCursor cursor, CjsLexerState state)
    {
        if (!cursor.Take((byte)':')) return true;
        var ahead = cursor;
        if (ahead.Take("require"u8) && TakeRequire(ref ahead, out string specifier)) state.AddReexport(specifier);
        return cursor.TakeName(out _);
    }

    /// <summary>Takes <c>("specifier")</c> after the word require.</summary>
    private static bool TakeRequire(ref JsCursor cursor, out string specifier)
    {
        specifier = "";
        return cursor.Take((byte)'(') && cursor.TakeString(out var literal) && cursor.Take((byte)')')
            && JsStringLiteral.TryDecode(literal, out specifier);
    }
}
