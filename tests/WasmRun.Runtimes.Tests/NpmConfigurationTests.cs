using System.Text;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes.Tests;

/// <summary>The user's npm configuration means here what it means to npm.</summary>
public sealed class NpmConfigurationTests
{
    [Fact]
    public void Layers_EnvironmentThenProjectThenUserThenGlobal()
    {
        var configuration = Load(
            new() { ["npm_config_a"] = "environment" },
            project: "a=project\nb=project",
            user: "a=user\nb=user\nc=user\nprefix=/opt/npm",
            ("/opt/npm/etc/npmrc", "a=global\nb=global\nc=global\nd=global"));

        Assert.Equal(["environment", "project", "user", "global"], "abcd".Select(key => configuration.Get(key.ToString())));
    }

    [Fact]
    public void EnvironmentNames_AreInAnyCase_WithUnderscoresForDashes()
    {
        var configuration = Load(new()
        {
            ["NPM_CONFIG_HTTPS_PROXY"] = "http://proxy.test:1",
            ["npm_config_//host.test/:_authToken"] = "Token_With_Case",
            ["npm_config__auth"] = "x",
            ["npm_config_registry"] = "",
        });

        Assert.Equal("http://proxy.test:1", configuration.Get("https-proxy"));
        Assert.Equal("Token_With_Case", configuration.Get("//host.test/:_authToken"));
        Assert.Equal("x", configuration.Get("_auth"));
        Assert.Null(configuration.Get("registry"));
    }

    [Fact]
    public void UserConfig_MayBeElsewhere()
    {
        var configuration = Load(new() { ["NPM_CONFIG_USERCONFIG"] = "/elsewhere" }, files: [("/elsewhere", "registry=https://there.test")]);

        Assert.Equal("https://there.test", configuration.Get("registry"));
    }

    [Theory]
    [InlineData("a=1", "1")]
    [InlineData("  a  =  1 2  \r\n", "1 2")]
    [InlineData("; a=0\n# a=0\na=1", "1")]
    [InlineData("a=1 ; comment", "1")]
    [InlineData("a=1 # comment", "1")]
    [InlineData(@"a=1\;2\#3", "1;2#3")]
    [InlineData("a=\"1 ; 2\"", "1 ; 2")]
    [InlineData("a='1 # 2'", "1 # 2")]
    [InlineData("a", "true")]
    [InlineData("a=1\na=2", "2")]
    [InlineData("a=null", null)]
    [InlineData("a=", null)]
    [InlineData("[section]\na=1", "1")]
    [InlineData("a=${TOKEN}", "secret")]
    [InlineData("a=x-${TOKEN}-y", "x-secret-y")]
    [InlineData("a=${ABSENT}", "${ABSENT}")]
    [InlineData("a=1${ABSENT?}", "1")]
    [InlineData(@"a=\${TOKEN}", "${TOKEN}")]
    [InlineData("${NAME}=1", "1")]
    [InlineData("a=x=y", "x=y")]
    public void Npmrc_IsReadAsNpmReadsIt(string text, string? expected) =>
        Assert.Equal(expected, Load(new() { ["TOKEN"] = "secret", ["NAME"] = "a" }, user: text).Get("a"));

    [Fact]
    public void Lists_KeepAllTheirValues() => Assert.Equal(["1", "2"], Load(user: "ca[]=1\nca[]=2").GetAll("ca"));

    [Theory]
    [InlineData("plain", "https://main.test/npm/")]
    [InlineData("@acme/thing", "https://acme.test/")]
    [InlineData("@other/thing", "https://main.test/npm/")]
    public void Registry_IsTheScopesOwn_OrTheDefault(string package, string expected)
    {
        var settings = new RegistrySettings(Load(user: "registry=https://main.test/npm\n@acme:registry=https://acme.test"));

        Assert.Equal(expected, settings.RegistryFor(package).ToString());
    }

    [Fact]
    public void Registry_ThatIsNoAddress_IsNamed()
    {
        var failure = Assert.Throws<RuntimeException>(() => new RegistrySettings(Load(user: "registry=ftp://x")).RegistryFor("a"));

        Assert.Equal(RuntimeErrorCode.InvalidConfiguration, failure.Code);
        Assert.Equal("The npm setting “registry” is no http or https address.", failure.Message);
    }

    [Theory]
    [InlineData("//host.test/:_authToken=t", "https://host.test/a/-/a.tgz", "Bearer t")]
    [InlineData("//host.test:8443/:_authToken=t", "https://host.test/a", null)]
    [InlineData("//host.test:8443/:_authToken=t", "https://host.test:8443/a", "Bearer t")]
    [InlineData("//host.test/npm/:_authToken=inner\n//host.test/:_authToken=outer", "https://host.test/npm/a", "Bearer inner")]
    [InlineData("//host.test/npm/:_authToken=inner\n//host.test/:_authToken=outer", "https://host.test/npmx/a", "Bearer outer")]
    [InlineData("//host.test/:_auth=dTpw", "https://host.test/a", "Basic dTpw")]
    [InlineData("//host.test/:username=u\n//host.test/:_password=cA==", "https://host.test/a", "Basic dTpw")]
    [InlineData("//host.test/:_authToken=t", "https://other.test/a", null)]
    [InlineData("registry=https://host.test/\n_auth=dTpw", "https://host.test/a", "Basic dTpw")]
    [InlineData("registry=https://host.test/\n_auth=dTpw", "https://cdn.test/a", null)]
    [InlineData("registry=https://u:p@host.test/", "https://host.test/a", "Basic dTpw")]
    public void Authorization_IsThatOfTheLongestPath_AndGoesNowhereElse(string npmrc, string uri, string? expected) =>
        Assert.Equal(expected, new RegistrySettings(Load(user: npmrc)).AuthorizationFor(new Uri(uri))?.ToString());

    [Theory]
    [InlineData("https-proxy=http://p.test:1", "https://a.test/", "http://p.test:1/")]
    [InlineData("https-proxy=p.test:1", "https://a.test/", "http://p.test:1/")]
    [InlineData("https-proxy=http://p.test:1", "http://a.test/", null)]
    [InlineData("proxy=http://p.test:1", "https://a.test/", "http://p.test:1/")]
    [InlineData("proxy=http://p.test:1\nnoproxy=a.test", "https://a.test/", null)]
    [InlineData("proxy=http://p.test:1\nnoproxy=.test", "https://a.test/", null)]
    [InlineData("proxy=http://p.test:1\nnoproxy=b.test, a.test:8443", "https://a.test:8443/", null)]
    [InlineData("proxy=http://p.test:1\nnoproxy=a.test:8443", "https://a.test/", "http://p.test:1/")]
    [InlineData("proxy=http://p.test:1\nnoproxy=est", "https://a.test/", "http://p.test:1/")]
    [InlineData("proxy=http://p.test:1\nnoproxy=*", "https://a.test/", null)]
    [InlineData("", "https://a.test/", "http://environment.test:2/")]
    [InlineData("", "https://spared.test/", null)]
    [InlineData("https-proxy=false", "https://a.test/", null)]
    public void Proxy_IsNpmsSetting_ElseTheEnvironments(string npmrc, string uri, string? expected)
    {
        var proxy = new RegistryProxy(Load(new() { ["HTTPS_PROXY"] = "http://environment.test:2", ["NO_PROXY"] = "spared.test" }, user: npmrc));

        Assert.Equal(expected, proxy.GetProxy(new Uri(uri))?.ToString());
    }

    [Fact]
    public async Task Download_AsksTheScopesRegistry_WithItsToken_AndTheTokenStaysThere()
    {
        var package = new TestPackage("@acme/tiny");
        using var files = package.Serve();
        using var registry = new LoopbackRegistry(request => request.Header("authorization") == "Bearer t0ken"
            ? Answer.Of(200, package.Metadata(files.Url))
            : Answer.Of(401));
        using var store = new StoreFixture(package, $"registry=http://127.0.0.1:9/\n@acme:registry={registry.Url}\n//127.0.0.1:{registry.Port}/:_authToken=t0ken");

        await store.Store().GetAsync(package.Id);

        Assert.Equal("/@acme%2ftiny", Assert.Single(registry.Requests).Target);
        Assert.Null(Assert.Single(files.Requests).Header("authorization"));
    }

    [Fact]
    public async Task Redirect_GetsTheCredentialsOfItsOwnAddressOnly()
    {
        var package = new TestPackage();
        using var files = package.Serve();
        LoopbackRegistry registry = null!;
        using var _ = registry = new LoopbackRegistry(request => request.Target.EndsWith(".tgz", StringComparison.Ordinal)
            ? Answer.Of(302, "", $"Location: {files.Url}elsewhere.tgz")
            : Answer.Of(200, package.Metadata(registry.Url)));
        using var store = new StoreFixture(package, $"registry={registry.Url}\n//127.0.0.1:{registry.Port}/:_authToken=t0ken");

        await store.Store().GetAsync(package.Id);

        Assert.All(registry.Requests, request => Assert.Equal("Bearer t0ken", request.Header("authorization")));
        Assert.Null(Assert.Single(files.Requests).Header("authorization"));
    }

    [Fact]
    public async Task Mirror_ThatPassesOnAnAddressNobodyReaches_IsAskedForTheFileItself()
    {
        var package = new TestPackage();
        using var registry = new LoopbackRegistry(request => request.Target.EndsWith(".tgz", StringComparison.Ordinal)
            ? LoopbackRegistry.File(request, package.Tarball)
            : Answer.Of(200, package.Metadata("http://127.0.0.1:9/")));
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        await store.Store().GetAsync(package.Id);

        Assert.Equal(1, registry.Count("/files/tiny.tgz"));
    }

    [Fact]
    public async Task Download_GoesThroughTheProxy_WithItsCredentials()
    {
        var package = new TestPackage();
        using var proxy = new LoopbackRegistry(request =>
            request.Header("proxy-authorization") is null ? Answer.Of(407, "", "Proxy-Authenticate: Basic realm=\"p\"")
            : request.Target.EndsWith(".tgz", StringComparison.Ordinal) ? LoopbackRegistry.File(request, package.Tarball)
            : Answer.Of(200, package.Metadata("http://registry.test/")));
        using var store = new StoreFixture(package, $"registry=http://registry.test/\nproxy=http://name:pass@127.0.0.1:{proxy.Port}");

        await store.Store().GetAsync(package.Id);

        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("name:pass"));
        Assert.Contains(proxy.Requests, request => request.Target.StartsWith("http://registry.test/", StringComparison.Ordinal) && request.Header("proxy-authorization") == expected);
    }

    [Fact]
    public async Task ProxyThatIsNotThere_IsNamed_AndNotTheRegistry()
    {
        var package = new TestPackage();
        using var store = new StoreFixture(package, "registry=https://registry.test/\nhttps-proxy=http://127.0.0.1:9\nfetch-retries=0");

        var failure = await Assert.ThrowsAsync<RuntimeException>(() => store.Store().GetAsync(package.Id));

        Assert.Equal(RuntimeErrorCode.ProxyFailed, failure.Code);
        Assert.StartsWith(
            "tiny 1.2.3 is not on this machine yet, and the proxy http://127.0.0.1:9/ doesn't let https://registry.test/ through: ",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("https-proxy", failure.Hint, StringComparison.Ordinal);
    }

    private static NpmConfiguration Load(
        Dictionary<string, string>? environment = null, string? project = null, string? user = null, params (string Path, string Text)[] files) =>
        NpmConfiguration.Load(new NpmConfigurationInputs
        {
            Environment = environment ?? [],
            ProjectNpmrc = project,
            Home = "/home/tester",
            DefaultRegistry = "",
            ReadFile = path => path.Replace('\\', '/') is var unix && unix == "/home/tester/.npmrc"
                ? user
                : files.FirstOrDefault(file => file.Path == unix).Text,
        });
}
