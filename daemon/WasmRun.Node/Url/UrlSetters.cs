namespace WasmRun.Node.Url;

/// <summary>The setters of a URL object (WHATWG URL, 6.1). False where a setter leaves the URL as it was.</summary>
internal static class UrlSetters
{
    internal static bool Set(UrlRecord url, UrlUpdate part, string value)
    {
        if (part == UrlUpdate.Search) return SetSearch(url, value);
        if (part == UrlUpdate.Hash) return SetHash(url, value);
        if (part is UrlUpdate.Username or UrlUpdate.Password) return SetCredentials(url, part, value);
        var text = UrlParser.RemoveTabsAndLineEnds(value);
        return part switch
        {
            UrlUpdate.Protocol => SetProtocol(url, text),
            UrlUpdate.Host => SetHost(url, text, withPort: true),
            UrlUpdate.Hostname => SetHost(url, text, withPort: false),
            UrlUpdate.Port => SetPort(url, text),
            UrlUpdate.Pathname => SetPathname(url, text),
            _ => throw new ArgumentOutOfRangeException(nameof(part)),
        };
    }

    private static bool SetProtocol(UrlRecord url, ReadOnlySpan<char> text)
    {
        string withColon = $"{text}:";
        int length = UrlParser.SchemeLength(withColon);
        if (length < 0) return false;
        string scheme = withColon[..length].ToLowerInvariant();
        if (UrlSchemes.IsSpecial(scheme) != url.IsSpecial) return false;
        if (scheme == "file" && (url.HasCredentials || url.Port >= 0)) return false;
        if (url.IsFile && string.IsNullOrEmpty(url.Host)) return false;
        url.Scheme = scheme;
        if (url.Port == UrlSchemes.DefaultPort(scheme)) url.Port = -1;
        return true;
    }

    private static bool SetCredentials(UrlRecord url, UrlUpdate part, string value)
    {
        if (url.CannotHaveCredentials) return false;
        string encoded = UrlEncoding.Encode(value, UrlEncoding.UserInfo);
        if (part == UrlUpdate.Username) url.Username = encoded;
        else url.Password = encoded;
        return true;
    }

    private static bool SetHost(UrlRecord url, ReadOnlySpan<char> text, bool withPort)
    {
        if (url.OpaquePath is not null) return false;
        int end = url.IsSpecial ? text.IndexOfAny("/?#\\") : text.IndexOfAny("/?#");
        if (end >= 0) text = text[..end];
        if (url.IsFile) return SetFileHost(url, text);
        int colon = UrlParser.PortColon(text);
        var host = colon < 0 ? text : text[..colon];
        if (colon >= 0 && (host.IsEmpty || !withPort)) return false;
        if (host.IsEmpty && (url.IsSpecial || url.HasCredentials || url.Port >= 0)) return false;
        if (UrlHost.Parse(host, url.IsSpecial) is not { } parsed) return false;
        url.Host = parsed;
        if (colon >= 0) UrlParser.TryPort(url, text[(colon + 1)..], wholeText: false);
        return true;
    }

    private static bool SetFileHost(UrlRecord url, ReadOnlySpan<char> text)
    {
        string? host = text.IsEmpty ? "" : UrlHost.Parse(text, isSpecial: true);
        if (host is null) return false;
        url.Host = host == "localhost" ? "" : host;
        return true;
    }

    private static bool SetPort(UrlRecord url, ReadOnlySpan<char> text)
    {
        if (url.CannotHaveCredentials) return false;
        if (!text.IsEmpty) return UrlParser.TryPort(url, text, wholeText: false);
        url.Port = -1;
        return true;
    }

    private static bool SetPathname(UrlRecord url, ReadOnlySpan<char> text)
    {
        if (url.OpaquePath is not null) return false;
        url.Path.Clear();
        bool slash = text.StartsWith("/") || url.IsSpecial && text.StartsWith("\\");
        if (slash) UrlPath.Append(url, text[1..]);
        else if (url.IsSpecial || !text.IsEmpty) UrlPath.Append(url, text);
        else if (url.Host is null) url.Path.Add("");
        return true;
    }

    private static bool SetSearch(UrlRecord url, string value)
    {
        if (value.Length == 0)
        {
            url.Query = null;
            return true;
        }
        var text = value.StartsWith('?') ? value.AsSpan(1) : value;
        url.Query = UrlParser.EncodeQuery(url, UrlParser.RemoveTabsAndLineEnds(text));
        return true;
    }

    private static bool SetHash(UrlRecord url, string value)
    {
        if (value.Length == 0)
        {
            url.Fragment = null;
            return true;
        }
        var text = value.StartsWith('#') ? value.AsSpan(1) : value;
        url.Fragment = UrlEncoding.Encode(UrlParser.RemoveTabsAndLineEnds(text), UrlEncoding.Fragment);
        return true;
    }
}
