using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes.Tests;

/// <summary>A registry with a certificate that only the user's configuration makes trustworthy.</summary>
public sealed class RegistryTrustTests : IDisposable
{
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public RegistryTrustTests()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=test root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = rootRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serverRequest = new CertificateRequest("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        serverRequest.CertificateExtensions.Add(names.Build());
        using var signed = serverRequest.Create(_root, _root.NotBefore, _root.NotAfter, [1, 2, 3]);
        using var withKey = signed.CopyWithPrivateKey(serverKey);
        _server = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);

        _listener.Start();
        _ = ServeAsync();
    }

    [Theory]
    [InlineData("cafile=/ca.pem", null)]
    [InlineData("", "/ca.pem")]
    [InlineData("strict-ssl=false", null)]
    public async Task Certificate_IsBelieved_WhenTheConfigurationSaysSo(string npmrc, string? extra) =>
        Assert.Equal(HttpStatusCode.OK, await GetAsync(npmrc, extra));

    [Fact]
    public async Task Certificate_MayStandInTheSettingItself() =>
        Assert.Equal(HttpStatusCode.OK, await GetAsync($"ca=\"{_root.ExportCertificatePem().Replace("\n", "\\n", StringComparison.Ordinal)}\"", null));

    [Fact]
    public async Task Certificate_OfAnUnknownAuthority_IsRefused_AndTheSettingNamed()
    {
        var failure = await Assert.ThrowsAsync<RuntimeException>(() => GetAsync("", null));

        Assert.Equal(RuntimeErrorCode.CertificateRejected, failure.Code);
        Assert.Contains("cafile", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Cafile_ThatIsNotThere_IsNamed()
    {
        var failure = Assert.Throws<RuntimeException>(() => new RegistryTrust(Configuration("cafile=/nowhere.pem", null)));

        Assert.Equal("The certificate setting “cafile” can't be used: the file /nowhere.pem isn't there.", failure.Message);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
        _root.Dispose();
        _server.Dispose();
    }

    private async Task<HttpStatusCode> GetAsync(string npmrc, string? extra)
    {
        using var client = new RegistryClient(new RegistrySettings(Configuration(npmrc, extra)));
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        using var response = await client.GetFileAsync(new Uri($"https://127.0.0.1:{port}/"), null, _stop.Token);
        return response.StatusCode;
    }

    private NpmConfiguration Configuration(string npmrc, string? extra) => NpmConfiguration.Load(new NpmConfigurationInputs
    {
        Environment = extra is null ? [] : new Dictionary<string, string> { ["NODE_EXTRA_CA_CERTS"] = extra },
        Home = "/home/tester",
        DefaultRegistry = "",
        ReadFile = path => path.Replace('\\', '/') switch
        {
            "/home/tester/.npmrc" => npmrc,
            "/ca.pem" => _root.ExportCertificatePem(),
            _ => null,
        },
    });

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(_server);
                    await tls.ReadAtLeastAsync(new byte[1024], 16, false, _stop.Token);
                    await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client doesn't trust us: what some of the tests want.
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
