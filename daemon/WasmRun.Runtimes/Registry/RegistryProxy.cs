using System.Net;

namespace WasmRun.Runtimes.Registry;

/// <summary>
/// npm's <c>https-proxy</c>, <c>proxy</c> and <c>noproxy</c>, then the variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and
/// NO_PROXY in either case. A setting of <c>false</c> switches proxies off.
/// </summary>
internal sealed class RegistryProxy : IWebProxy
{
    private readonly Uri? _https;
    private readonly Uri? _http;
    private readonly string[] _exceptions;

    public RegistryProxy(NpmConfiguration configuration)
    {
        var plain = configuration.Get("proxy") ?? configuration.Get("http-proxy");
        _https = Parse("https-proxy", configuration.Get("https-proxy") ?? plain
            ?? configuration.Variable("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"));
        _http = Parse("proxy", plain ?? configuration.Variable("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"));
        var exceptions = configuration.GetAll("noproxy") is { Count: > 0 } list
            ? string.Join(',', list)
            : configuration.Get("no-proxy") ?? configuration.Variable("NO_PROXY", "no_proxy") ?? "";
        _exceptions = exceptions.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Each proxy's address carries its own credentials.</summary>
    public ICredentials? Credentials { get; set; } = new UserInfoCredentials();

    public Uri? GetProxy(Uri destination) =>
        IsBypassed(destination) ? null : destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    public bool IsBypassed(Uri host)
    {
        var proxy = host.Scheme == Uri.UriSchemeHttps ? _https : _http;
        return proxy is null || Array.Exists(_exceptions, exception => Covers(exception, host));
    }

    /// <summary><c>*</c>, a host, a domain with or without its dot, each with an optional port.</summary>
    private static bool Covers(string exception, Uri host)
    {
        if (exception == "*")
        {
            return true;
        }

        var colon = exception.LastIndexOf(':');
        if (colon > 0 && int.TryParse(exception[(colon + 1)..], out var port) && exception.Count(c => c == ':') == 1)
        {
            if (port != host.Port)
            {
                return false;
            }

            exception = exception[..colon];
        }

        var domain = exception.TrimStart('*').TrimStart('.');
        return host.Host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || host.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }

    private static Uri? Parse(string key, string? text)
    {
        if (text is null or "false")
        {
            return null;
        }

        var withScheme = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(withScheme, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5"
            ? uri
            : throw new RuntimeException(
                RuntimeErrorCode.InvalidConfiguration,
                $"The npm setting “{key}” (or the matching *_PROXY variable) is no address of a proxy.",
                "Write it as http://host:port, or set it to false to use none.");
    }

    private sealed class UserInfoCredentials : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            if (uri.UserInfo.Length == 0)
            {
                return null;
            }

            var parts = uri.UserInfo.Split(':', 2);
            return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }
    }
}
