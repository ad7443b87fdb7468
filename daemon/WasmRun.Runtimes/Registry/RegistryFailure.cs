using System.Globalization;
using System.Net;
using System.Security.Authentication;

namespace WasmRun.Runtimes.Registry;

/// <summary>Puts what went wrong on the network into one sentence and a next step.</summary>
internal static class RegistryFailure
{
    public static RuntimeException OfConnection(Uri uri, Uri? proxy, Exception cause)
    {
        var error = (cause as HttpRequestException)?.HttpRequestError;
        var host = RegistryClient.Display(new Uri(uri, "/"));
        if (error == HttpRequestError.SecureConnectionError || cause.InnerException is AuthenticationException)
        {
            return new RuntimeException(
                RuntimeErrorCode.CertificateRejected,
                $"The certificate of {host} is not trusted.",
                "Behind a company's proxy, name its certificate with npm's “cafile” setting or the variable NODE_EXTRA_CA_CERTS.",
                cause);
        }

        if (proxy is not null
            && error is HttpRequestError.ProxyTunnelError or HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            return new RuntimeException(
                RuntimeErrorCode.ProxyFailed,
                $"The proxy {RegistryClient.Display(new Uri(proxy, "/"))} doesn't let {host} through: {Reason(cause)}",
                "Check npm's “proxy”, “https-proxy” and “noproxy” settings and the variables HTTPS_PROXY and NO_PROXY.",
                cause);
        }

        return new RuntimeException(
            RuntimeErrorCode.RegistryUnreachable,
            $"The registry {host} can't be reached: {Reason(cause)}",
            "Check the network connection and the registry npm is configured for. What is already downloaded works without it.",
            cause);
    }

    public static RuntimeException OfStatus(Uri uri, HttpResponseMessage response, bool sentCredentials)
    {
        var address = RegistryClient.Display(uri);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new RuntimeException(
                RuntimeErrorCode.Unauthorized,
                sentCredentials
                    ? $"{address} refuses the credentials of your npm configuration ({Status(response)})."
                    : $"{address} wants credentials ({Status(response)}), and your npm configuration has none for it.",
                "Sign in with “npm login”, or renew the token in your .npmrc."),
            HttpStatusCode.ProxyAuthenticationRequired => new RuntimeException(
                RuntimeErrorCode.ProxyFailed,
                "The proxy wants a name and a password.",
                "Write them into npm's “https-proxy” setting: http://name:password@host:port."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new RuntimeException(
                RuntimeErrorCode.NotFound,
                $"{address} doesn't exist.",
                "Check the registry npm is configured for; a mirror may have to be allowed to fetch this package."),
            _ => new RuntimeException(
                RuntimeErrorCode.RegistryFailed,
                $"{address} answers {Status(response)}.",
                "Try again later; if it stays so, check the registry npm is configured for."),
        };
    }

    /// <summary>Failures that pass by themselves.</summary>
    public static bool IsTransient(RuntimeException failure) =>
        failure.Code is RuntimeErrorCode.RegistryUnreachable or RuntimeErrorCode.RegistryFailed;

    private static string Status(HttpResponseMessage response) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();

    private static string Reason(Exception cause)
    {
        var text = cause switch
        {
            TimeoutException => cause.Message,
            _ when cause.GetBaseException() is OperationCanceledException or TimeoutException => "it doesn't answer",
            _ => cause.GetBaseException().Message,
        };
        return text.TrimEnd('.') + ".";
    }
}
