using System.Text;

namespace WasmRun.Workspace.Detection;

/// <summary>POSIX shell words without a shell: quotes and backslashes, nothing that expands or joins commands.</summary>
/// <remarks>Source: POSIX.1-2024 XCU 2.2 (quoting) and 2.3 (token recognition).</remarks>
public static class ShellWords
{
    private const string Operators = "&|;<>()`\n";
    private const string Patterns = "*?[{";

    /// <summary>Splits a command line.</summary>
    /// <param name="text">The command line.</param>
    /// <param name="words">Its words; empty on failure.</param>
    /// <param name="obstacle">What a shell would be needed for, as it stands in the text; null on success.</param>
    public static bool TrySplit(string text, out IReadOnlyList<string> words, out string? obstacle)
    {
        var found = new List<string>();
        words = [];
        obstacle = null;
        StringBuilder? word = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is ' ' or '\t' or '\r')
            {
                Finish(ref word, found);
                continue;
            }

            if (Operators.Contains(c) || Patterns.Contains(c) || c == '$' || (word is null && c is '~' or '#'))
            {
                obstacle = Obstacle(text, i);
                return false;
            }

            word ??= new StringBuilder();
            switch (c)
            {
                case '\\' when i + 1 < text.Length:
                    word.Append(text[++i]);
                    break;
                case '\'' or '"':
                    var end = Quoted(text, i, word, out obstacle);
                    if (end < 0)
                    {
                        return false;
                    }

                    i = end;
                    break;
                default:
                    word.Append(c);
                    break;
            }
        }

        Finish(ref word, found);
        words = found;
        return true;
    }

    /// <summary>Writes words so that a shell would read the same ones.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_=+./:,@%^".Contains(c) || c > 127)
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Finish(ref StringBuilder? word, List<string> found)
    {
        if (word is not null)
        {
            found.Add(word.ToString());
            word = null;
        }
    }

    /// <summary>Takes a quoted part into the word. Returns the index of the closing quote, or -1 with the obstacle.</summary>
    private static int Quoted(string text, int start, StringBuilder word, out string? obstacle)
    {
        var quote = text[start];
        obstacle = null;
        for (var i = start + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == quote)
            {
                return i;
            }

            if (quote == '"' && c is '$' or '`')
            {
                obstacle = Obstacle(text, i);
                return -1;
            }

            // In double quotes a backslash quotes only these (XCU 2.2.3).
            if (quote == '"' && c == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\' or '$' or '`')
            {
                c = text[++i];
            }

            word.Append(c);
        }

        obstacle = $"a {quote} that is not closed";
        return -1;
    }

    private static string Obstacle(string text, int index)
    {
        var end = index + 1;
        if (text[index] == '$')
        {
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '{' or '}' or '('))
            {
                end++;
            }
        }
        else
        {
            while (end < text.Length && text[end] == text[index])
            {
                end++;
            }
        }

        return $"`{text[index..end]}`";
    }
}
