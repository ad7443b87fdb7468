namespace WasmRun.Node.Bindings;

/// <summary>The .env format as Node reads it. (src/node_dotenv.cc, Dotenv::ParseContent)</summary>
internal static class DotEnv
{
    public static IEnumerable<KeyValuePair<string, string>> Parse(string text)
    {
        var at = 0;
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        while (at < text.Length)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            var lineEnd = End(text, at);
            if (at >= text.Length)
            {
                break;
            }

            var equals = text.IndexOf('=', at);
            if (text[at] == '#' || equals < 0 || equals >= lineEnd)
            {
                at = lineEnd + 1;
                continue;
            }

            var key = text[at..equals].Trim();
            if (key.StartsWith("export ", StringComparison.Ordinal))
            {
                key = key[7..].Trim();
            }

            at = equals + 1;
            var value = ReadValue(text, ref at);
            if (key.Length > 0)
            {
                yield return new(key, value);
            }
        }
    }

    private static string ReadValue(string text, ref int at)
    {
        var lineEnd = End(text, at);
        while (at < lineEnd && text[at] is ' ' or '\t')
        {
            at++;
        }

        if (at < lineEnd && text[at] is '"' or '\'' or '`')
        {
            var quote = text[at];
            var close = text.IndexOf(quote, at + 1);
            if (close >= 0)
            {
                var quoted = text[(at + 1)..close];
                at = End(text, close) + 1;
                return quote == '"' ? quoted.Replace("\\n", "\n", StringComparison.Ordinal) : quoted;
            }
        }

        var value = text[Math.Min(at, text.Length)..lineEnd];
        at = lineEnd + 1;
        var comment = value.IndexOf('#', StringComparison.Ordinal);
        return (comment >= 0 ? value[..comment] : value).Trim();
    }

    private static int End(string text, int at)
    {
        var end = at < text.Length ? text.IndexOf('\n', at) : -1;
        return end < 0 ? text.Length : end;
    }
}
