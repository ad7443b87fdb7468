namespace WasmRun.Node.Url;

/// <summary>Which part <see cref="WebUrl.Update"/> sets: the actions of lib/internal/url.js.</summary>
public enum UrlUpdate
{
    Protocol = 0,
    Host = 1,
    Hostname = 2,
    Port = 3,
    Username = 4,
    Password = 5,
    Pathname = 6,
    Search = 7,
    Hash = 8,
    Href = 9,
}

/// <summary>URLs of the WHATWG URL Standard: the functions of <c>internalBinding('url')</c>.</summary>
public static class WebUrl
{
    /// <summary>Parses a URL, against a base if there is one.</summary>
    /// <returns>The href, or null when it or the base is not valid.</returns>
    public static string? Parse(string input, string? @base, out UrlComponents components)
    {
        components = default;
        return Read(input, @base) is { } url ? UrlSerializer.Write(url, out components) : null;
    }

    public static bool CanParse(string input, string? @base) => Read(input, @base) is not null;

    /// <summary>Sets one part of the URL <paramref name="href"/>.</summary>
    /// <returns>The new href, or null when the value is not valid there and nothing changes.</returns>
    public static string? Update(string href, UrlUpdate part, string value, out UrlComponents components)
    {
        if (part == UrlUpdate.Href) return Parse(value, null, out components);
        components = default;
        if (Read(href, null) is not { } url || !UrlSetters.Set(url, part, value)) return null;
        return UrlSerializer.Write(url, out components);
    }

    /// <summary>The URL of a file: <c>pathToFileURL</c>.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="windows">Backslashes separate, and are no part of names.</param>
    /// <param name="hostname">The server of a UNC path; null for none.</param>
    /// <param name="components">Where the parts are.</param>
    public static string? PathToFileUrl(string path, bool windows, string? hostname, out UrlComponents components)
    {
        components = default;
        var escaped = new System.Text.StringBuilder("file://", path.Length + 16);
        foreach (char c in path)
        {
            // What the parser would take for something else, and what Node escapes besides (RFC 1738, 2.2, unsafe characters).
            bool escape = c is '%' or '\n' or '\r' or '\t' or '?' or '#' or '|' or '[' or ']' or '~' || c == '\\' && !windows;
            if (escape) escaped.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else escaped.Append(c);
        }
        if (Read(escaped.ToString(), null) is not { } url) return null;
        if (hostname is not null) UrlSetters.Set(url, UrlUpdate.Hostname, hostname);
        return UrlSerializer.Write(url, out components);
    }

    /// <summary>The origin, <c>null</c> in words when it is opaque.</summary>
    public static string Origin(string href)
    {
        if (Read(href, null) is not { } url) return "null";
        if (url.Scheme == "blob" && url.OpaquePath is not null)
        {
            return Read(url.OpaquePath, null) is { Scheme: "http" or "https" } inner ? Origin(inner) : "null";
        }
        return Origin(url);
    }

    /// <summary>Writes a URL with some parts left out: <c>url.format(URL, options)</c>.</summary>
    public static string Format(string href, bool fragment, bool unicode, bool search, bool auth)
    {
        if (Read(href, null) is not { } url) return href;
        if (!fragment) url.Fragment = null;
        if (unicode && url.Host is not null) url.Host = Idna.ToUnicode(url.Host);
        if (!search) url.Query = null;
        if (!auth) url.Username = url.Password = "";
        return UrlSerializer.Write(url, out _);
    }

    /// <summary>A domain as the host of a URL; empty when it can't be one.</summary>
    public static string DomainToAscii(string domain)
    {
        var url = new UrlRecord { Scheme = "ws", Host = "x" };
        return UrlSetters.Set(url, UrlUpdate.Hostname, domain) ? url.Host! : "";
    }

    /// <summary>A domain with its Punycode labels decoded; empty when it can't be the host of a URL.</summary>
    public static string DomainToUnicode(string domain) => Idna.ToUnicode(DomainToAscii(domain));

    private static string Origin(UrlRecord url)
    {
        if (!url.IsSpecial || url.IsFile) return "null";
        return url.Port < 0 ? $"{url.Scheme}://{url.Host}" : $"{url.Scheme}://{url.Host}:{url.Port}";
    }

    private static UrlRecord? Read(string input, string? @base)
    {
        UrlRecord? baseUrl = null;
        if (@base is not null && (baseUrl = UrlParser.Parse(@base, null)) is null) return null;
        return UrlParser.Parse(input, baseUrl);
    }
}
