using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>
/// Matches a fixed run of tokens, written as text: words and operators separated by blanks, and
/// <c>EXPORTS</c> (<c>exports</c> or <c>module.exports</c>), <c>ID</c> (any name), <c>$1</c> and <c>$2</c> (a name bound by its first use),
/// <c>'text'</c> (a string of that text in either quote). A trailing <c>?</c> makes one token optional.
/// </summary>
internal ref struct CjsPattern
{
    private ReadOnlySpan<byte> first;
    private ReadOnlySpan<byte> second;

    /// <summary>The name bound to <c>$1</c>.</summary>
    internal readonly ReadOnlySpan<byte> First => first;

    /// <summary>Matches the pattern at the cursor, which moves only if all of it matches.</summary>
    internal bool Match(ref JsCursor cursor, ReadOnlySpan<byte> pattern)
    {
        var ahead = cursor;
        while (!pattern.IsEmpty)
        {
            int blank = pattern.IndexOf((byte)' ');
            var token = blank < 0 ? pattern : pattern[..blank];
            pattern = blank < 0 ? default : pattern[(blank + 1)..];
            bool optional = token.Length > 1 && token[^1] == '?';
            if (!MatchToken(ref ahead, optional ? token[..^1] : token) && !optional) return false;
        }
        cursor = ahead;
        return true;
    }

    private bool MatchToken(ref JsCursor cursor, ReadOnlySpan<byte> token)
    {
        if (token.SequenceEqual("EXPORTS"u8)) return TakeExports(ref cursor);
        if (token.SequenceEqual("ID"u8)) return cursor.TakeName(out _);
        if (token.SequenceEqual("$1"u8)) return TakeBound(ref cursor, ref first);
        if (token.SequenceEqual("$2"u8)) return TakeBound(ref cursor, ref second);
        if (token[0] == '\'')
        {
            var ahead = cursor;
            if (!ahead.TakeString(out var literal) || !literal[1..^1].SequenceEqual(token[1..^1])) return false;
            cursor = ahead;
            return true;
        }
        return cursor.Take(token);
    }

    /// <summary>Takes <c>exports</c> or <c>module.exports</c>.</summary>
    internal static bool TakeExports(ref JsCursor cursor)
    {
        var ahead = cursor;
        if (ahead.Take("module"u8) && !ahead.Take((byte)'.') || !ahead.Take("exports"u8)) return false;
        cursor = ahead;
        return true;
    }

    private static bool TakeBound(ref JsCursor cursor, ref ReadOnlySpan<byte> bound)
    {
        if (!bound.IsEmpty) return cursor.Take(bound);
        return cursor.TakeName(out bound);
    }
}
