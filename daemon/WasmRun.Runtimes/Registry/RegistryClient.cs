using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace WasmRun.Runtimes.Registry;

/// <summary>
/// Speaks to npm registries. Redirects are followed here and not by the handler, so that each hop gets the
/// credentials configured for its own address and nothing else.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private const string MetadataTypes = "application/vnd.npm.install-v1+json, application/json;q=0.9";
    private const int MaxRedirects = 10;
    private const long MaxMetadataBytes = 256 << 20;

    private static readonly ProductInfoHeaderValue s_product = new("wasmrun", typeof(RegistryClient).Assembly.GetName().Version?.ToString(3));
    private static readonly TimeSpan s_metadataTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(20);

    private readonly RegistrySettings _settings;
    private readonly RegistryProxy _proxy;
    private readonly HttpClient _metadata;
    private readonly HttpClient _files;

    /// <exception cref="RuntimeException"><see cref="RuntimeErrorCode.InvalidConfiguration"/></exception>
    public RegistryClient(RegistrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _proxy = new RegistryProxy(settings.Configuration);
        var trust = new RegistryTrust(settings.Configuration);
        _metadata = CreateClient(trust, DecompressionMethods.All);
        // A tarball is wanted, hashed and resumed as it stands on the server.
        _files = CreateClient(trust, DecompressionMethods.None);
    }

    /// <summary>Where the registry keeps this version's tarball, in the order to try; credentials are not in it.</summary>
    /// <exception cref="RuntimeException">As <see cref="GetFileAsync"/>, and <see cref="RuntimeErrorCode.NotFound"/>.</exception>
    public async Task<IReadOnlyList<Uri>> FindTarballAsync(string package, string version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        var registry = _settings.RegistryFor(package);
        var metadata = new Uri(registry, package.Replace("/", "%2f", StringComparison.Ordinal));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(s_metadataTimeout);
        try
        {
            using var response = await GetAsync(_metadata, metadata, MetadataTypes, null, deadline.Token).ConfigureAwait(false);
            if (response.Content.Headers.ContentLength > MaxMetadataBytes)
            {
                throw Malformed(registry, package);
            }

            var body = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            await using var _ = body.ConfigureAwait(false);
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: deadline.Token).ConfigureAwait(false);
            if (!json.RootElement.TryGetProperty("versions", out var versions) || !versions.TryGetProperty(version, out var release))
            {
                throw new RuntimeException(
                    RuntimeErrorCode.NotFound,
                    $"The registry {Display(registry)} has the package {package}, but not its version {version}.",
                    "If it is a mirror, have it synchronised; or point npm at another registry.");
            }

            return release.TryGetProperty("dist", out var dist) && dist.TryGetProperty("tarball", out var tarball)
                && Uri.TryCreate(registry, tarball.GetString(), out var location) && location.Scheme is "http" or "https"
                ? _settings.TarballLocations(registry, location)
                : throw Malformed(registry, package);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Malformed(registry, package, e);
        }
        catch (Exception e) when (IsOfConnection(e, cancellation))
        {
            throw RegistryFailure.OfConnection(registry, _proxy.GetProxy(registry), e);
        }
    }

    /// <summary>A successful answer (200, 206 or 416) whose body is still to be read, as the server has it.</summary>
    /// <param name="uri">Where from.</param>
    /// <param name="from">The first byte wanted; null for all.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="RuntimeException">
    /// <see cref="RuntimeErrorCode.RegistryUnreachable"/>, <see cref="RuntimeErrorCode.ProxyFailed"/>,
    /// <see cref="RuntimeErrorCode.CertificateRejected"/>, <see cref="RuntimeErrorCode.Unauthorized"/>,
    /// <see cref="RuntimeErrorCode.NotFound"/>, <see cref="RuntimeErrorCode.RegistryFailed"/>
    /// </exception>
    public Task<HttpResponseMessage> GetFileAsync(Uri uri, long? from, CancellationToken cancellation) =>
        GetAsync(_files, uri, "*/*", from, cancellation);

    internal Uri? ProxyFor(Uri uri) => _proxy.GetProxy(uri);

    public void Dispose()
    {
        _metadata.Dispose();
        _files.Dispose();
    }

    /// <summary>An address as it may be shown: no credentials, no query (which may hold a signature).</summary>
    internal static string Display(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private HttpClient CreateClient(RegistryTrust trust, DecompressionMethods decompression)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = decompression,
            ConnectTimeout = s_connectTimeout,
            Proxy = _proxy,
            SslOptions = trust.Options(),
        };
        // Bodies are timed by their reader: a large file on a slow line is no failure, silence is.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private async Task<HttpResponseMessage> GetAsync(HttpClient http, Uri uri, string accept, long? from, CancellationToken cancellation)
    {
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            var response = await SendAsync(http, uri, accept, from, cancellation).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return response;
            }

            using (response)
            {
                if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
                        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                    || response.Headers.Location is not { } location)
                {
                    throw RegistryFailure.OfStatus(uri, response, _settings.AuthorizationFor(uri) is not null);
                }

                var next = new Uri(uri, location);
                if (next.Scheme != Uri.UriSchemeHttps && (next.Scheme != Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
                {
                    throw new RuntimeException(
                        RuntimeErrorCode.RegistryFailed,
                        $"{Display(uri)} redirects to {Display(next)}, which is not encrypted.",
                        "Point npm at a registry that keeps to https.");
                }

                uri = next;
            }
        }

        throw new RuntimeException(
            RuntimeErrorCode.RegistryFailed,
            $"{Display(uri)} redirects without end.",
            "Check the registry npm is configured for.");
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpClient http, Uri uri, string accept, long? from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.UserAgent.Add(s_product);
        request.Headers.Authorization = _settings.AuthorizationFor(uri);
        if (from is not null)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfConnection(e, cancellation))
        {
            throw RegistryFailure.OfConnection(uri, _proxy.GetProxy(uri), e);
        }
    }

    /// <summary>A cancellation that nobody asked for is a time limit's.</summary>
    private static bool IsOfConnection(Exception e, CancellationToken cancellation) =>
        e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static RuntimeException Malformed(Uri registry, string package, Exception? inner = null) => new(
        RuntimeErrorCode.RegistryFailed,
        $"{Display(registry)} answers for the package {package}, but not as an npm registry does.",
        "Check the registry npm is configured for; a sign-in page of the network answers like that, too.",
        inner);
}
