using System.Buffers;

namespace WasmRun.Node.Url;

/// <summary>The host parser (WHATWG URL, 3.5).</summary>
internal static class UrlHost
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\0\t\n\r #/:<>?@[\\]^|");
    private static readonly SearchValues<char> ForbiddenInDomain =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), .. "\0\t\n\r #/:<>?@[\\]^|%\u007F"]);

    /// <summary>Parses and serialises a host; a special scheme's as a domain or address, any other's as opaque. Null when not valid.</summary>
    internal static string? Parse(ReadOnlySpan<char> text, bool isSpecial)
    {
        if (text.StartsWith("["))
        {
            if (text[^1] != ']' || !Ipv6Host.TryParse(text[1..^1], out var pieces)) return null;
            return $"[{Ipv6Host.Serialize(pieces)}]";
        }
        if (!isSpecial) return text.ContainsAny(Forbidden) ? null : UrlEncoding.Encode(text, UrlEncoding.C0Control);
        string? domain = Idna.ToAscii(UrlEncoding.Decode(text));
        if (string.IsNullOrEmpty(domain) || domain.AsSpan().ContainsAny(ForbiddenInDomain)) return null;
        if (!Ipv4Host.EndsInNumber(domain)) return domain;
        return Ipv4Host.TryParse(domain, out uint address) ? Ipv4Host.Serialize(address) : null;
    }
}
