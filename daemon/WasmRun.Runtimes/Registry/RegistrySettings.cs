using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;

namespace WasmRun.Runtimes.Registry;

/// <summary>Which registry a package comes from and what is sent along, out of the npm configuration.</summary>
public sealed class RegistrySettings(NpmConfiguration configuration)
{
    public NpmConfiguration Configuration { get; } = configuration;

    /// <summary>
    /// The registry's root, ending in a slash and without credentials: the package's scope's own, or the default.
    /// </summary>
    /// <exception cref="RuntimeException">
    /// <see cref="RuntimeErrorCode.RegistryNotConfigured"/>, <see cref="RuntimeErrorCode.InvalidConfiguration"/>
    /// </exception>
    public Uri RegistryFor(string package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var scope = package.StartsWith('@') ? package[..package.IndexOf('/', StringComparison.Ordinal)] : null;
        var key = scope is null ? null : $"{scope}:registry";
        if (key is null || Configuration.Get(key) is not { } text)
        {
            key = "registry";
            text = DefaultRegistryText;
        }

        if (text.Length == 0)
        {
            throw new RuntimeException(
                RuntimeErrorCode.RegistryNotConfigured,
                "No package registry is configured, so nothing can be downloaded.",
                "Name one with “registry=https://…/” in the .npmrc of your home folder, or in the variable npm_config_registry.");
        }

        if (!Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http"))
        {
            throw new RuntimeException(
                RuntimeErrorCode.InvalidConfiguration,
                $"The npm setting “{key}” is no http or https address.",
                "Correct it in your .npmrc or in the npm_config_* variable that sets it.");
        }

        return new UriBuilder(uri) { UserName = "", Password = "" }.Uri;
    }

    /// <summary>
    /// What <c>Authorization</c> to send to this address: the setting of the longest path that covers it
    /// (<c>//host/path/:_authToken</c>, <c>:_auth</c>, or <c>:username</c> with <c>:_password</c>); unscoped settings
    /// count for the default registry only. Null when nothing is to be sent.
    /// </summary>
    public AuthenticationHeaderValue? AuthorizationFor(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var path = uri.AbsolutePath;
        while (true)
        {
            var trimmed = path.TrimEnd('/');
            var found = Authorization($"//{uri.Authority}{trimmed}/:") ?? Authorization($"//{uri.Authority}{trimmed}:");
            if (found is not null)
            {
                return found;
            }

            if (trimmed.Length == 0)
            {
                break;
            }

            path = trimmed[..(trimmed.LastIndexOf('/') + 1)];
        }

        return FromAddresses(uri) ?? (IsAt(DefaultRegistryText, uri, out _) ? Authorization("") : null);
    }

    /// <summary>
    /// Where a tarball may be had, in the order to try: where the registry says, then the same path on the registry's
    /// own host, since mirrors often pass on the address of what they mirror (npm's <c>replace-registry-host</c>).
    /// </summary>
    internal IReadOnlyList<Uri> TarballLocations(Uri registry, Uri tarball)
    {
        if (registry.Authority == tarball.Authority)
        {
            return [tarball];
        }

        var onRegistry = new UriBuilder(tarball) { Scheme = registry.Scheme, Host = registry.Host, Port = registry.Port }.Uri;
        return Configuration.Get("replace-registry-host") switch
        {
            "never" => [tarball],
            "always" => [onRegistry],
            { } host when host == tarball.Host => [onRegistry],
            _ => [tarball, onRegistry],
        };
    }

    private string DefaultRegistryText => Configuration.Get("registry") ?? Configuration.DefaultRegistry;

    /// <summary>Name and password that stand in the address of a registry on this host.</summary>
    private AuthenticationHeaderValue? FromAddresses(Uri uri)
    {
        foreach (var key in Configuration.Keys.Where(key => key == "registry" || key.EndsWith(":registry", StringComparison.Ordinal)))
        {
            if (IsAt(Configuration.Get(key), uri, out var registry) && registry.UserInfo.Length > 0)
            {
                return Basic(Uri.UnescapeDataString(registry.UserInfo));
            }
        }

        return null;
    }

    private static bool IsAt(string? text, Uri uri, [NotNullWhen(true)] out Uri? registry) =>
        Uri.TryCreate(text, UriKind.Absolute, out registry) && registry.Authority == uri.Authority && registry.Scheme == uri.Scheme;

    private AuthenticationHeaderValue? Authorization(string prefix)
    {
        if (Configuration.Get(prefix + "_authToken") is { } token)
        {
            return new AuthenticationHeaderValue("Bearer", token);
        }

        if (Configuration.Get(prefix + "_auth") is { } auth)
        {
            return new AuthenticationHeaderValue("Basic", auth);
        }

        if (Configuration.Get(prefix + "username") is { } user && Configuration.Get(prefix + "_password") is { } password)
        {
            // npm stores the password in base64.
            var buffer = new byte[password.Length];
            var isBase64 = Convert.TryFromBase64String(password, buffer, out var length);
            var plain = isBase64 ? Encoding.UTF8.GetString(buffer, 0, length) : password;
            return Basic($"{user}:{plain}");
        }

        return null;
    }

    private static AuthenticationHeaderValue Basic(string credentials) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
}
