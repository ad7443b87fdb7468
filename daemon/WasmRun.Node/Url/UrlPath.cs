namespace WasmRun.Node.Url;

/// <summary>Path segments (WHATWG URL, 4.1 and the path state of 4.4).</summary>
internal static class UrlPath
{
    /// <summary>Adds the segments of <paramref name="text"/>, which has neither query nor fragment, to the record's path.</summary>
    internal static void Append(UrlRecord url, ReadOnlySpan<char> text)
    {
        bool special = url.IsSpecial;
        for (; ; )
        {
            int slash = special ? text.IndexOfAny('/', '\\') : text.IndexOf('/');
            AppendSegment(url, slash < 0 ? text : text[..slash], isLast: slash < 0);
            if (slash < 0) return;
            text = text[(slash + 1)..];
        }
    }

    /// <summary>A letter with a colon or bar: a Windows drive.</summary>
    internal static bool IsDrive(ReadOnlySpan<char> text) => text.Length == 2 && char.IsAsciiLetter(text[0]) && text[1] is ':' or '|';

    internal static bool IsNormalizedDrive(ReadOnlySpan<char> text) => IsDrive(text) && text[1] == ':';

    /// <summary>The text starts with a drive that ends there or at a delimiter.</summary>
    internal static bool StartsWithDrive(ReadOnlySpan<char> text) =>
        text.Length >= 2 && IsDrive(text[..2]) && (text.Length == 2 || text[2] is '/' or '\\' or '?' or '#');

    private static void AppendSegment(UrlRecord url, ReadOnlySpan<char> text, bool isLast)
    {
        if (IsDoubleDot(text))
        {
            url.ShortenPath();
            if (isLast) url.Path.Add("");
        }
        else if (IsSingleDot(text))
        {
            if (isLast) url.Path.Add("");
        }
        else
        {
            string segment = UrlEncoding.Encode(text, UrlEncoding.Path);
            if (url.IsFile && url.Path.Count == 0 && IsDrive(segment)) segment = $"{segment[0]}:";
            url.Path.Add(segment);
        }
    }

    private static bool IsSingleDot(ReadOnlySpan<char> text) => text is "." || text.Equals("%2e", StringComparison.OrdinalIgnoreCase);

    private static bool IsDoubleDot(ReadOnlySpan<char> text) => text.Length switch
    {
        2 => text is "..",
        4 => text[0] == '.' ? IsSingleDot(text[1..]) : text[3] == '.' && IsSingleDot(text[..3]),
        6 => IsSingleDot(text[..3]) && IsSingleDot(text[3..]),
        _ => false,
    };
}
