using System.Buffers;

namespace WasmRun.Node.Modules.Syntax;

/// <summary>
/// Reads single tokens at a position, without knowing the context: for the places whose grammar is fixed
/// (import clauses, the patterns of <see cref="CjsLexer"/>), where no regular expression can stand.
/// </summary>
internal ref struct JsCursor(ReadOnlySpan<byte> source, int position)
{
    private static readonly SearchValues<byte> SingleQuoted = SearchValues.Create("'\\\n\r"u8);
    private static readonly SearchValues<byte> DoubleQuoted = SearchValues.Create("\"\\\n\r"u8);

    private readonly ReadOnlySpan<byte> source = source;

    /// <summary>Offset in bytes of the next unread byte.</summary>
    internal int Position { get; set; } = position;

    /// <summary>The next byte, or 0 at the end.</summary>
    internal readonly byte Current => Position < source.Length ? source[Position] : (byte)0;

    internal readonly bool StartsWith(ReadOnlySpan<byte> text) => source[Position..].StartsWith(text);

    /// <summary>Skips white space and comments. True when a line ended among them, or a comment held a line's end.</summary>
    internal bool SkipTrivia()
    {
        bool lineEnded = false;
        while (Position < source.Length)
        {
            var rest = source[Position..];
            int space = JsText.SpaceLength(rest, out bool lineEnd);
            if (space > 0)
            {
                lineEnded |= lineEnd;
                Position += space;
            }
            else if (rest.StartsWith("//"u8))
            {
                SkipLine();
            }
            else if (rest.StartsWith("/*"u8))
            {
                int end = rest[2..].IndexOf("*/"u8);
                var comment = end < 0 ? rest : rest[..(end + 4)];
                lineEnded |= HoldsLineEnd(comment);
                Position += comment.Length;
            }
            else
            {
                break;
            }
        }
        return lineEnded;
    }

    /// <summary>Moves to the end of the line, before its terminator.</summary>
    internal void SkipLine()
    {
        while (Position < source.Length)
        {
            int next = source[Position..].IndexOfAny(JsText.LineEndLeads);
            if (next < 0)
            {
                Position = source.Length;
                return;
            }
            Position += next;
            if (JsText.LineEndLength(source[Position..]) > 0) return;
            Position++;
        }
    }

    private static bool HoldsLineEnd(ReadOnlySpan<byte> text)
    {
        for (int at; (at = text.IndexOfAny(JsText.LineEndLeads)) >= 0; text = text[(at + 1)..])
        {
            if (JsText.LineEndLength(text[at..]) > 0) return true;
        }
        return false;
    }

    /// <summary>Takes one punctuation byte, after skipping trivia.</summary>
    internal bool Take(byte punctuator)
    {
        SkipTrivia();
        if (Current != punctuator) return false;
        Position++;
        return true;
    }

    /// <summary>True when the punctuation byte is next, after trivia, which is skipped.</summary>
    internal bool IsBefore(byte punctuator)
    {
        SkipTrivia();
        return Current == punctuator;
    }

    /// <summary>Takes a whole word or operator, after skipping trivia; a word only when no name continues it.</summary>
    internal bool Take(ReadOnlySpan<byte> word)
    {
        SkipTrivia();
        if (!source[Position..].StartsWith(word)) return false;
        int end = Position + word.Length;
        if (JsText.IsNameStart(word[^1]) && end < source.Length && JsText.IsNamePart(source[end])) return false;
        Position = end;
        return true;
    }

    /// <summary>Takes a name, after skipping trivia.</summary>
    internal bool TakeName(out ReadOnlySpan<byte> name)
    {
        SkipTrivia();
        int start = Position;
        if (JsText.IsNameStart(Current)) SkipName();
        name = source[start..Position];
        return name.Length > 0;
    }

    /// <summary>Moves past the name at the position, with its unicode escapes.</summary>
    internal void SkipName()
    {
        while (JsText.IsNamePart(Current))
        {
            if (Current >= 0x80)
            {
                if (JsText.SpaceLength(source[Position..], out _) > 0) return;
            }
            else if (Current == '\\' && source[Position..].StartsWith("\\u{"u8))
            {
                int close = source[Position..].IndexOf((byte)'}');
                if (close > 0) Position += close;
            }
            Position++;
        }
    }

    /// <summary>Takes a string literal, after skipping trivia. <paramref name="literal"/> has its quotes.</summary>
    internal bool TakeString(out ReadOnlySpan<byte> literal)
    {
        SkipTrivia();
        int start = Position;
        literal = default;
        if (Current is not ((byte)'"' or (byte)'\'') || !SkipString()) return false;
        literal = source[start..Position];
        return true;
    }

    /// <summary>Moves past the string literal at the position; false when its line or the source ends first.</summary>
    internal bool SkipString()
    {
        byte quote = Current;
        for (Position++; Position < source.Length; Position++)
        {
            int next = source[Position..].IndexOfAny(quote == '"' ? DoubleQuoted : SingleQuoted);
            if (next < 0) break;
            Position += next;
            if (Current == quote)
            {
                Position++;
                return true;
            }
            if (Current != '\\') return false;
            Position++;
            if (Current == '\r' && Position + 1 < source.Length && source[Position + 1] == '\n') Position++;
        }
        Position = source.Length;
        return false;
    }
}
