using System.Text;

namespace WasmRun.Node.Url;

/// <summary>Writes a URL (WHATWG URL, 4.5) and notes where its parts begin.</summary>
internal static class UrlSerializer
{
    internal static string Write(UrlRecord url, out UrlComponents components)
    {
        var text = new StringBuilder(64);
        text.Append(url.Scheme).Append(':');
        uint protocolEnd = Length(text), usernameEnd = protocolEnd, hostStart = protocolEnd, hostEnd = protocolEnd;
        if (url.Host is not null)
        {
            text.Append("//").Append(url.Username);
            usernameEnd = Length(text);
            if (url.Password.Length > 0) text.Append(':').Append(url.Password);
            hostStart = Length(text);
            if (url.HasCredentials) text.Append('@');
            text.Append(url.Host);
            hostEnd = Length(text);
            if (url.Port >= 0) text.Append(':').Append(url.Port);
        }
        else if (url.OpaquePath is null && url.Path.Count > 1 && url.Path[0].Length == 0)
        {
            // Without this an empty first segment would read as a host.
            text.Append("/.");
        }
        uint pathnameStart = Length(text);
        text.Append(Pathname(url));
        uint searchStart = Mark(text, '?', url.Query), hashStart = Mark(text, '#', url.Fragment);
        components = new UrlComponents(protocolEnd, usernameEnd, hostStart, hostEnd, url.Port < 0 ? UrlComponents.Omitted : (uint)url.Port,
            pathnameStart, searchStart, hashStart, (uint)UrlSchemes.TypeOf(url.Scheme));
        return text.ToString();
    }

    private static string Pathname(UrlRecord url) =>
        url.OpaquePath ?? (url.Path.Count == 0 ? "" : "/" + string.Join('/', url.Path));

    private static uint Mark(StringBuilder text, char mark, string? value)
    {
        if (value is null) return UrlComponents.Omitted;
        uint start = Length(text);
        text.Append(mark).Append(value);
        return start;
    }

    private static uint Length(StringBuilder text) => (uint)text.Length;
}
