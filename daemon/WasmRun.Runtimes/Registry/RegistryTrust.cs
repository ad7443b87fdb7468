using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WasmRun.Runtimes.Registry;

/// <summary>
/// Whose certificates are believed: npm's <c>strict-ssl</c>; <c>ca</c> and <c>cafile</c>, which replace the system's
/// roots; the file named by NODE_EXTRA_CA_CERTS, which adds to them.
/// </summary>
internal sealed class RegistryTrust
{
    private readonly bool _strict;
    private readonly bool _replacesSystem;
    private readonly X509Certificate2Collection _roots = [];

    public RegistryTrust(NpmConfiguration configuration)
    {
        _strict = configuration.IsOn("strict-ssl", byDefault: true);
        foreach (var ca in configuration.GetAll("ca"))
        {
            Add("ca", ca.Replace("\\n", "\n", StringComparison.Ordinal));
        }

        if (configuration.Get("cafile") is { } file)
        {
            Add("cafile", configuration.ReadFile(file) ?? throw Invalid("cafile", $"the file {file} isn't there"));
        }

        _replacesSystem = _roots.Count > 0;
        // node only warns when this file can't be read.
        if (configuration.Variable("NODE_EXTRA_CA_CERTS") is { } extra && configuration.ReadFile(extra) is { } pem)
        {
            Add("NODE_EXTRA_CA_CERTS", pem);
        }
    }

    public SslClientAuthenticationOptions Options() => new() { RemoteCertificateValidationCallback = Validate };

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!_strict || (errors == SslPolicyErrors.None && !_replacesSystem))
        {
            return true;
        }

        var otherErrors = errors & ~SslPolicyErrors.RemoteCertificateChainErrors;
        if (certificate is null || otherErrors != SslPolicyErrors.None || _roots.Count == 0)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_roots);
        // npm, too, doesn't ask whether a certificate was revoked.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(certificate as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }

    private void Add(string key, string pem)
    {
        try
        {
            _roots.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw Invalid(key, "it holds no PEM certificate", e);
        }
    }

    private static RuntimeException Invalid(string key, string why, Exception? inner = null) => new(
        RuntimeErrorCode.InvalidConfiguration,
        $"The certificate setting “{key}” can't be used: {why}.",
        "Correct it in your .npmrc or environment.",
        inner);
}
