using System.Buffers;

namespace WasmRun.Node.Url;

/// <summary>The basic URL parser (WHATWG URL, 4.4), each state of it a method that reads on from where the one before ended.</summary>
internal static class UrlParser
{
    private static readonly SearchValues<char> TabOrLineEnd = SearchValues.Create("\t\n\r");

    /// <summary>Parses a URL. Null when it is not valid.</summary>
    internal static UrlRecord? Parse(string input, UrlRecord? @base)
    {
        var text = RemoveTabsAndLineEnds(TrimControls(input));
        int colon = SchemeLength(text);
        if (colon < 0) return ParseWithoutScheme(text, @base);
        var url = new UrlRecord { Scheme = text[..colon].ToString().ToLowerInvariant() };
        var rest = text[(colon + 1)..];
        if (url.IsFile) return ParseFile(url, rest, @base is { IsFile: true } ? @base : null);
        if (url.IsSpecial)
        {
            if (@base?.Scheme == url.Scheme && !rest.StartsWith("//")) return ParseRelative(url, rest, @base);
            return ParseAuthority(url, rest.TrimStart("/\\"));
        }
        if (rest.StartsWith("//")) return ParseAuthority(url, rest[2..]);
        if (rest.StartsWith("/")) return ParsePath(url, rest[1..]);
        return ParseOpaquePath(url, rest);
    }

    /// <summary>Length of the scheme at the start of the text, -1 when there is none.</summary>
    internal static int SchemeLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter(text[0])) return -1;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == ':') return i;
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('+' or '-' or '.')) return -1;
        }
        return -1;
    }

    internal static ReadOnlySpan<char> RemoveTabsAndLineEnds(ReadOnlySpan<char> text) =>
        text.ContainsAny(TabOrLineEnd) ? text.ToArray().Where(c => c is not ('\t' or '\n' or '\r')).ToArray() : text;

    private static ReadOnlySpan<char> TrimControls(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && text[0] <= ' ') text = text[1..];
        while (!text.IsEmpty && text[^1] <= ' ') text = text[..^1];
        return text;
    }

    private static UrlRecord? ParseWithoutScheme(ReadOnlySpan<char> text, UrlRecord? @base)
    {
        if (@base is null) return null;
        if (@base.OpaquePath is not null)
        {
            if (!text.StartsWith("#")) return null;
            var copy = @base.Clone();
            return ParseTail(copy, text);
        }
        var url = new UrlRecord { Scheme = @base.Scheme };
        return url.IsFile ? ParseFile(url, text, @base) : ParseRelative(url, text, @base);
    }

    private static UrlRecord? ParseRelative(UrlRecord url, ReadOnlySpan<char> text, UrlRecord @base)
    {
        bool slash = IsSlash(url, text, 0);
        if (slash && IsSlash(url, text, 1)) return ParseAuthority(url, url.IsSpecial ? text[2..].TrimStart("/\\") : text[2..]);
        (url.Username, url.Password, url.Host, url.Port) = (@base.Username, @base.Password, @base.Host, @base.Port);
        return slash ? ParsePath(url, text[1..]) : ParseAgainst(url, text, @base);
    }

    /// <summary>Starts from the base's path and query, as far as the text does not replace them.</summary>
    private static UrlRecord? ParseAgainst(UrlRecord url, ReadOnlySpan<char> text, UrlRecord @base)
    {
        url.Path = [.. @base.Path];
        url.Query = @base.Query;
        if (text.IsEmpty || text[0] == '#') return ParseTail(url, text);
        url.Query = null;
        if (text[0] == '?') return ParseTail(url, text);
        if (url.IsFile && UrlPath.StartsWithDrive(text)) url.Path.Clear();
        else url.ShortenPath();
        return ParsePath(url, text);
    }

    private static UrlRecord? ParseAuthority(UrlRecord url, ReadOnlySpan<char> text)
    {
        int end = url.IsSpecial ? text.IndexOfAny("/?#\\") : text.IndexOfAny("/?#");
        var authority = end < 0 ? text : text[..end];
        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var credentials = authority[..at];
            int colon = credentials.IndexOf(':');
            url.Username = UrlEncoding.Encode(colon < 0 ? credentials : credentials[..colon], UrlEncoding.UserInfo);
            url.Password = colon < 0 ? "" : UrlEncoding.Encode(credentials[(colon + 1)..], UrlEncoding.UserInfo);
            authority = authority[(at + 1)..];
            if (authority.IsEmpty) return null;
        }
        if (!TryHostAndPort(url, authority)) return null;
        return ParsePathStart(url, end < 0 ? default : text[end..]);
    }

    private static bool TryHostAndPort(UrlRecord url, ReadOnlySpan<char> text)
    {
        int colon = PortColon(text);
        var host = colon < 0 ? text : text[..colon];
        if (host.IsEmpty && (colon >= 0 || url.IsSpecial)) return false;
        url.Host = UrlHost.Parse(host, url.IsSpecial);
        return url.Host is not null && (colon < 0 || TryPort(url, text[(colon + 1)..], wholeText: true));
    }

    /// <summary>Where the colon before the port stands: the first outside brackets. -1 for none.</summary>
    internal static int PortColon(ReadOnlySpan<char> text)
    {
        bool inBrackets = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '[') inBrackets = true;
            else if (text[i] == ']') inBrackets = false;
            else if (text[i] == ':' && !inBrackets) return i;
        }
        return -1;
    }

    /// <summary>Sets the port. With <paramref name="wholeText"/> digits alone are valid; without, what follows them is left out.</summary>
    internal static bool TryPort(UrlRecord url, ReadOnlySpan<char> text, bool wholeText)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        if (end >= 0)
        {
            if (wholeText) return false;
            text = text[..end];
        }
        if (text.IsEmpty) return wholeText;
        var digits = text.TrimStart('0');
        if (digits.Length > 5) return false;
        int port = digits.IsEmpty ? 0 : int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        if (port > 65535) return false;
        url.Port = port == UrlSchemes.DefaultPort(url.Scheme) ? -1 : port;
        return true;
    }

    private static UrlRecord? ParseFile(UrlRecord url, ReadOnlySpan<char> text, UrlRecord? @base)
    {
        url.Host = "";
        if (!IsSlash(url, text, 0))
        {
            if (@base is null) return ParsePath(url, text);
            url.Host = @base.Host;
            return ParseAgainst(url, text, @base);
        }
        if (IsSlash(url, text, 1)) return ParseFileHost(url, text[2..]);
        var rest = text[1..];
        if (@base is not null)
        {
            url.Host = @base.Host;
            if (!UrlPath.StartsWithDrive(rest) && @base.Path.Count > 0 && UrlPath.IsNormalizedDrive(@base.Path[0])) url.Path.Add(@base.Path[0]);
        }
        return ParsePath(url, rest);
    }

    private static UrlRecord? ParseFileHost(UrlRecord url, ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny("/\\?#");
        var host = end < 0 ? text : text[..end];
        if (UrlPath.IsDrive(host)) return ParsePath(url, text);
        if (!host.IsEmpty)
        {
            if (UrlHost.Parse(host, isSpecial: true) is not { } parsed) return null;
            url.Host = parsed == "localhost" ? "" : parsed;
        }
        return ParsePathStart(url, end < 0 ? default : text[end..]);
    }

    private static UrlRecord? ParsePathStart(UrlRecord url, ReadOnlySpan<char> text)
    {
        if (IsSlash(url, text, 0)) return ParsePath(url, text[1..]);
        return url.IsSpecial ? ParsePath(url, text) : ParseTail(url, text);
    }

    private static UrlRecord ParsePath(UrlRecord url, ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny('?', '#');
        UrlPath.Append(url, end < 0 ? text : text[..end]);
        return ParseTail(url, end < 0 ? default : text[end..]);
    }

    private static UrlRecord ParseOpaquePath(UrlRecord url, ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny('?', '#');
        var path = end < 0 ? text : text[..end];
        string encoded = UrlEncoding.Encode(path, UrlEncoding.C0Control);
        // A last space before a query or fragment would be lost if those were taken away.
        url.OpaquePath = end >= 0 && encoded.EndsWith(' ') ? encoded[..^1] + "%20" : encoded;
        return ParseTail(url, end < 0 ? default : text[end..]);
    }

    /// <summary>Reads a query and fragment, each with its mark.</summary>
    private static UrlRecord ParseTail(UrlRecord url, ReadOnlySpan<char> text)
    {
        int hash = text.IndexOf('#');
        if (hash >= 0) url.Fragment = UrlEncoding.Encode(text[(hash + 1)..], UrlEncoding.Fragment);
        var query = hash < 0 ? text : text[..hash];
        if (query.StartsWith("?")) url.Query = EncodeQuery(url, query[1..]);
        return url;
    }

    internal static string EncodeQuery(UrlRecord url, ReadOnlySpan<char> text) =>
        UrlEncoding.Encode(text, url.IsSpecial ? UrlEncoding.SpecialQuery : UrlEncoding.Query);

    private static bool IsSlash(UrlRecord url, ReadOnlySpan<char> text, int index) =>
        index < text.Length && (text[index] == '/' || url.IsSpecial && text[index] == '\\');
}
