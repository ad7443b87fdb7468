using WasmRun.Runtimes.Resolution;

namespace WasmRun.Runtimes.Tests;

public sealed class VersionResolverTests
{
    private static readonly VersionResolver s_resolver = new(new RuntimeCatalogue(
        [
            Node("26.10.0", "26", null), Node("24.21.0", "24", "Krypton"), Node("22.23.3", "22", "Jod"), Node("20.20.2", "20", "Iron"),
            Python("3.13.7", "3.13"), Python("3.12.0", "3.12"),
            Release("quickjs", "3.6.2", null) with { Component = true },
        ],
        _ => Stream.Null));

    [Theory]
    [InlineData("*", "24.21.0")]
    [InlineData(">=18", "24.21.0")]
    [InlineData("^20.0.0", "20.20.2")]
    [InlineData("18 || 20 || 22", "22.23.3")]
    [InlineData(">=25", "26.10.0")]
    [InlineData(">=20 <23", "22.23.3")]
    [InlineData("latest", "26.10.0")]
    public void Engines_ChoosesTheNewestLtsThatSatisfies(string range, string expected)
    {
        var resolution = Resolve("node", ("package.json", $$"""{ "engines": { "node": "{{range}}" } }"""));

        Assert.Equal(expected, resolution.Chosen?.Version);
        Assert.Equal(new RequestOrigin("package.json", "engines.node", range), resolution.DecidedBy);
    }

    [Theory]
    [InlineData("lts/*", "24.21.0")]
    [InlineData("lts/iron", "20.20.2")]
    [InlineData("lts/Jod", "22.23.3")]
    [InlineData("lts/-1", "22.23.3")]
    [InlineData("node", "26.10.0")]
    [InlineData("stable", "26.10.0")]
    [InlineData("v20", "20.20.2")]
    [InlineData("22.23", "22.23.3")]
    [InlineData("# ours\n\nv24.21.0   # exactly\n", "24.21.0")]
    [InlineData("\uFEFF20\r\n", "20.20.2")]
    public void Nvmrc_IsReadAsNvmReadsIt(string text, string expected) =>
        Assert.Equal(expected, Resolve("node", (".nvmrc", text)).Chosen?.Version);

    [Theory]
    [InlineData(".node-version", "22.23.3")]
    [InlineData("package.json", """{ "volta": { "node": "22.23.3" } }""")]
    [InlineData("package.json", """{ "devEngines": { "runtime": { "name": "node", "version": "^22" } } }""")]
    [InlineData("package.json", """{ "devEngines": { "runtime": [ { "name": "bun" }, { "name": "node", "version": "22.x" } ] } }""")]
    [InlineData(".tool-versions", "python 3.12.0\nnodejs 22.23.3 20.20.2\n")]
    [InlineData(".tool-versions", "nodejs latest:22")]
    [InlineData("mise.toml", "[tools]\nnode = \"22\"\n")]
    [InlineData(".mise.toml", "[tools]\nnode = ['22', '20']\n")]
    [InlineData(".config/mise.toml", "[tools.node]\nversion = 'lts/jod'\n")]
    public void EachFileThatNamesANodeVersion_IsRead(string file, string text)
    {
        var resolution = Resolve("node", (file, text));

        Assert.Equal("22.23.3", resolution.Chosen?.Version);
        Assert.Equal(file, resolution.DecidedBy?.File);
    }

    [Fact]
    public void Volta_FollowsExtends_InsideTheProjectOnly()
    {
        var inside = Resolve(
            "node", ("package.json", """{ "volta": { "extends": "./tools/package.json" } }"""), ("tools/package.json", """{ "volta": { "node": "20.20.2" } }"""));
        var outside = Resolve("node", ("package.json", """{ "volta": { "extends": "../package.json" } }"""), ("../package.json", """{ "volta": { "node": "20.20.2" } }"""));
        var loop = Resolve("node", ("package.json", """{ "volta": { "extends": "package.json" } }"""));

        Assert.Equal("20.20.2", inside.Chosen?.Version);
        Assert.Null(outside.DecidedBy);
        Assert.Null(loop.DecidedBy);
    }

    [Theory]
    [InlineData(".python-version", "3.12", "3.12.0")]
    [InlineData(".python-version", "3.12.0\n3.13.7\n", "3.12.0")]
    [InlineData("runtime.txt", "python-3.12.0", "3.12.0")]
    [InlineData(".tool-versions", "python 3.12.0", "3.12.0")]
    [InlineData("mise.toml", "[tools]\npython = '3.12'", "3.12.0")]
    [InlineData("Pipfile", "[requires]\npython_version = '3.12'", "3.12.0")]
    [InlineData("pyproject.toml", "[project]\nrequires-python = '>=3.10,<3.13'", "3.12.0")]
    [InlineData("pyproject.toml", "[project]\nrequires-python = '~=3.12.0'", "3.12.0")]
    [InlineData("pyproject.toml", "[project]\nrequires-python = '>=3.8'", "3.13.7")]
    [InlineData("pyproject.toml", "[tool.poetry.dependencies]\npython = '~3.12'", "3.12.0")]
    [InlineData("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.9'", "3.13.7")]
    [InlineData("pyproject.toml", "[tool.poetry.dependencies]\npython = '>=3.9,<3.13 || ^4.0'", "3.12.0")]
    public void EachFileThatNamesAPythonVersion_IsRead(string file, string text, string expected)
    {
        var resolution = Resolve("python", (file, text));

        Assert.Equal(expected, resolution.Chosen?.Version);
        Assert.Equal(file, resolution.DecidedBy?.File);
    }

    [Fact]
    public void AChosenVersion_CountsMoreThanADeclaredRange_AndTheAnswerSaysWhatElseWasFound()
    {
        var resolution = Resolve("node", (".nvmrc", "22"), ("package.json", """{ "engines": { "node": ">=24" }, "volta": { "node": "22.23.3" } }"""));

        Assert.Equal("22.23.3", resolution.Chosen?.Version);
        Assert.Equal(
            ["decides", "agrees", "asks for another version, but .nvmrc counts more"],
            resolution.Considered.Select(considered => considered.Note));
    }

    [Fact]
    public void WhatIsNotUnderstood_IsPassedOver_AndNamed()
    {
        var resolution = Resolve("node", (".nvmrc", "system"), (".node-version", "20"));

        Assert.Equal("20.20.2", resolution.Chosen?.Version);
        Assert.Equal(["isn't understood", "decides"], resolution.Considered.Select(considered => considered.Note));
    }

    [Theory]
    [InlineData("package.json", "{ not json")]
    [InlineData("package.json", "[1, 2]")]
    [InlineData("package.json", """{ "engines": "node" }""")]
    [InlineData("mise.toml", "[tools\nnode=")]
    public void ABrokenFile_NamesNoVersion(string file, string text)
    {
        var resolution = Resolve("node", (file, text));

        Assert.Equal("24.21.0", resolution.Chosen?.Version);
        Assert.Null(resolution.DecidedBy);
    }

    [Fact]
    public void NoRequest_ChoosesTheNewestLts_AndSaysSo()
    {
        var resolution = Resolve("node");

        Assert.Equal(
            "node 24.21.0: the project asks for no version, and this is the newest version with long-term support (Krypton).", resolution.Reason);
    }

    [Fact]
    public void APinnedVersionOfALineThatIsThere_IsStoodInFor_AndTheAnswerSaysSo()
    {
        var resolution = Resolve("node", (".nvmrc", "v20.11.1"));

        Assert.Equal((ResolutionKind.StandIn, "20.20.2"), (resolution.Kind, resolution.Chosen?.Version));
        Assert.Equal(
            "node 20.20.2 stands in for 20.11.1: .nvmrc: “v20.11.1”; of the 20 line this is the nearest that wasmrun has.", resolution.Reason);
    }

    [Fact]
    public void ARangeThatNothingSatisfies_NamesTheNearestAndWhatToDo()
    {
        var resolution = Resolve("node", ("package.json", """{ "engines": { "node": "16.x" } }"""));

        Assert.Equal((ResolutionKind.Nothing, "20.20.2"), (resolution.Kind, resolution.Nearest?.Version));
        var failure = Assert.Throws<RuntimeException>(resolution.Require);
        Assert.Equal(RuntimeErrorCode.NoVersionFits, failure.Code);
        Assert.Equal(
            "No node that wasmrun has satisfies package.json, engines.node: “16.x”: it has 26.10.0, 24.21.0, 22.23.3, 20.20.2.", failure.Message);
        Assert.Equal("To try the nearest, run it with --runtime node@20.20.2; or change what package.json asks for.", failure.Hint);
    }

    [Theory]
    [InlineData("node", "24.21.0")]
    [InlineData("node@20", "20.20.2")]
    [InlineData("node@lts/iron", "20.20.2")]
    [InlineData("node@latest", "26.10.0")]
    [InlineData("python@3.12", "3.12.0")]
    public void Explicit_IsTheUsersWord(string text, string expected) =>
        Assert.Equal(expected, s_resolver.ResolveExplicit(text).Chosen?.Version);

    [Fact]
    public void Explicit_IsNeverStoodInFor() => Assert.Equal(ResolutionKind.Nothing, s_resolver.ResolveExplicit("node@20.11.1").Kind);

    [Theory]
    [InlineData("node@banana", RuntimeErrorCode.InvalidRequest)]
    [InlineData("perl@5", RuntimeErrorCode.UnknownRuntime)]
    [InlineData("quickjs", RuntimeErrorCode.UnknownRuntime)]
    public void Explicit_ThatMeansNothing_IsRefused(string text, RuntimeErrorCode code) =>
        Assert.Equal(code, Assert.Throws<RuntimeException>(() => s_resolver.ResolveExplicit(text)).Code);

    private static VersionResolution Resolve(string runtime, params (string Path, string Text)[] files) =>
        s_resolver.Resolve(runtime, new MemoryProject(files));

    private static RuntimeRelease Node(string version, string line, string? lts) =>
        Release("node", version, new ReleaseLine(line, lts, DateOnly.MinValue, DateOnly.MaxValue));

    private static RuntimeRelease Python(string version, string line) =>
        Release("python", version, new ReleaseLine(line, null, DateOnly.MinValue, DateOnly.MaxValue));

    private static RuntimeRelease Release(string name, string version, ReleaseLine? line) => new()
    {
        Name = name,
        Version = version,
        Licence = "MIT",
        Line = line,
        Package = new PackageSource(name, version, "", 0),
        Files = [],
    };

    private sealed class MemoryProject((string Path, string Text)[] files) : IProjectFiles
    {
        public string? ReadText(string path) => files.FirstOrDefault(file => file.Path == path).Text;
    }
}
