using System.Formats.Tar;
using WasmRun.Runtimes.Download;

namespace WasmRun.Runtimes.Tests;

/// <summary>What goes wrong is said in one sentence with a next step, and leaves nothing that looks like a runtime.</summary>
public sealed class StoreFailureTests
{
    [Fact]
    public async Task OtherBytesThanTheCatalogues_AreNamedAndThrownAway()
    {
        var package = new TestPackage();
        var altered = package.Tarball.ToArray();
        altered[^1] ^= 1;
        using var registry = package.Serve(request => LoopbackRegistry.File(request, altered));
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        var failure = await FailAsync(store, package);

        Assert.Equal(RuntimeErrorCode.IntegrityMismatch, failure.Code);
        Assert.Contains($"tiny-runtime 9.8.7 is not the package it should be: expected {package.Release.Package.Integrity}, got sha512-", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadAllAsync(store));
    }

    [Fact]
    public async Task AServerThatSendsWithoutEnd_IsLeftAtTheKnownSize()
    {
        var package = new TestPackage();
        using var registry = package.Serve(_ => new Answer(200, new byte[20_000_000]));
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        Assert.Equal(RuntimeErrorCode.IntegrityMismatch, (await FailAsync(store, package)).Code);
        Assert.Empty(await ReadAllAsync(store));
    }

    [Theory]
    [InlineData(404, RuntimeErrorCode.NotFound, "doesn't exist")]
    [InlineData(401, RuntimeErrorCode.Unauthorized, "wants credentials (401")]
    [InlineData(403, RuntimeErrorCode.Unauthorized, "wants credentials (403")]
    [InlineData(503, RuntimeErrorCode.RegistryFailed, "answers 503")]
    public async Task ARefusal_IsExplained(int status, RuntimeErrorCode code, string text)
    {
        var package = new TestPackage();
        using var registry = new LoopbackRegistry(_ => Answer.Of(status));
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        var failure = await FailAsync(store, package);

        Assert.Equal(code, failure.Code);
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Hint);
    }

    [Fact]
    public async Task AFailureThatPasses_IsTriedAgain_AsOftenAsNpmWould()
    {
        var package = new TestPackage();
        using var registry = new LoopbackRegistry(_ => Answer.Of(500));
        using var store = new StoreFixture(package, $"registry={registry.Url}\nfetch-retries=4");

        await FailAsync(store, package);

        Assert.Equal(5, registry.Requests.Count);
    }

    [Fact]
    public async Task APackageWithoutTheVersion_IsNotFound()
    {
        var package = new TestPackage();
        using var registry = new LoopbackRegistry(_ => Answer.Of(200, """{ "versions": { "1.0.0": {} } }"""));
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        var failure = await FailAsync(store, package);

        Assert.Equal(RuntimeErrorCode.NotFound, failure.Code);
        Assert.Contains("has the package tiny-runtime, but not its version 9.8.7", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Sign in to the hotel's network</html>")]
    [InlineData("[]")]
    [InlineData("""{ "versions": { "9.8.7": { "dist": { "tarball": 7 } } } }""")]
    [InlineData("""{ "versions": { "9.8.7": { "dist": { "tarball": "file:///etc/passwd" } } } }""")]
    public async Task AnAnswerThatIsNoRegistrys_IsExplained(string body)
    {
        var package = new TestPackage();
        using var registry = new LoopbackRegistry(_ => Answer.Of(200, body));
        using var store = new StoreFixture(package, $"registry={registry.Url}\nfetch-retries=0");

        var failure = await FailAsync(store, package);

        Assert.Equal(RuntimeErrorCode.RegistryFailed, failure.Code);
        Assert.Contains("not as an npm registry does", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoConnection_AndNotCached_IsOneClearSentence()
    {
        var package = new TestPackage();
        string url;
        using (var gone = new LoopbackRegistry(_ => Answer.Of(200)))
        {
            url = gone.Url;
        }

        using var store = new StoreFixture(package, $"registry={url}");

        var failure = await FailAsync(store, package);

        Assert.Equal(RuntimeErrorCode.RegistryUnreachable, failure.Code);
        Assert.StartsWith($"tiny 1.2.3 is not on this machine yet, and the registry {url} can't be reached: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Connect once and run “wasmrun runtimes install tiny@1.2.3”; from then on it works offline.", failure.Hint);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "offline=true")]
    public async Task Offline_AsksNobody(bool option, string setting)
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}\n{setting}");

        var failure = await Assert.ThrowsAsync<RuntimeException>(() => store.Store(offline: option).GetAsync(package.Id));

        Assert.Equal(RuntimeErrorCode.Offline, failure.Code);
        Assert.Empty(registry.Requests);
    }

    [Fact]
    public async Task NoRegistryAnywhere_SaysWhatToConfigure()
    {
        var package = new TestPackage();
        using var store = new StoreFixture(package, "");

        var failure = await FailAsync(store, package);

        Assert.Equal(RuntimeErrorCode.RegistryNotConfigured, failure.Code);
        Assert.Contains("npm_config_registry", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADiskThatFillsWhileDownloading_IsSaidAndGivesTheSpaceBack()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        var failure = await FailAsync(store, package, new SmallDisk(100_000));

        Assert.Equal(RuntimeErrorCode.DiskFull, failure.Code);
        Assert.Contains(store.Root, failure.Message, StringComparison.Ordinal);
        Assert.Empty(store.Files);
    }

    [Fact]
    public async Task ADiskThatFillsWhileUnpacking_LeavesNeitherRuntimeNorTarball()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        var failure = await FailAsync(store, package, new SmallDisk(package.Tarball.Length + 1000));

        Assert.Equal(RuntimeErrorCode.DiskFull, failure.Code);
        Assert.Empty(store.Files);
        Assert.Empty(Directory.EnumerateFileSystemEntries(store.Layout.Staging));
    }

    [Fact]
    public async Task ADiskThatIsKnownToBeTooSmall_IsNotFilledFirst()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        Assert.Equal(RuntimeErrorCode.DiskFull, (await FailAsync(store, package, new SmallDisk(long.MaxValue) { Free = 1000 })).Code);
        Assert.Empty(registry.Requests);
    }

    [Theory]
    [InlineData("/etc/evil")]
    [InlineData("package/../../evil")]
    [InlineData("C:\\evil")]
    public async Task ATarballWithANameThatLeavesIt_IsRefused(string name)
    {
        var package = new TestPackage(change: entries => entries.Insert(0, TestPackage.Entry(name, [1])));
        Assert.Equal(RuntimeErrorCode.MalformedPackage, (await FailWithAsync(package)).Code);
    }

    [Fact]
    public async Task ALinkInThePlaceOfAWantedFile_IsRefused()
    {
        var package = new TestPackage(change: entries =>
            entries[1] = new UstarTarEntry(TarEntryType.SymbolicLink, "package/tiny.wasm") { LinkName = "/etc/passwd" });
        Assert.Equal(RuntimeErrorCode.MalformedPackage, (await FailWithAsync(package)).Code);
    }

    [Fact]
    public async Task ATarballWithoutAWantedFile_IsRefused()
    {
        var package = new TestPackage(change: entries => entries.RemoveAt(1));

        var failure = await FailWithAsync(package);

        Assert.Equal("The package tiny-runtime 9.8.7 can't be used: package/tiny.wasm is not in it.", failure.Message);
    }

    [Fact]
    public async Task AWantedFileOfOtherBytes_IsRefused()
    {
        var package = new TestPackage(change: entries => entries[1] = TestPackage.Entry("package/tiny.wasm", new byte[300_000]));
        Assert.Equal(RuntimeErrorCode.IntegrityMismatch, (await FailWithAsync(package)).Code);
    }

    private static async Task<RuntimeException> FailWithAsync(TestPackage package)
    {
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");
        var failure = await FailAsync(store, package);
        Assert.Empty(store.Files);
        return failure;
    }

    private static Task<RuntimeException> FailAsync(StoreFixture store, TestPackage package, StoreFiles? files = null) =>
        Assert.ThrowsAsync<RuntimeException>(() => store.Store(files).GetAsync(package.Id));

    private static async Task<byte[]> ReadAllAsync(StoreFixture store)
    {
        var all = new List<byte>();
        foreach (var file in store.Files)
        {
            all.AddRange(await File.ReadAllBytesAsync(Path.Combine(store.Root, file)));
        }

        return [.. all];
    }

    /// <summary>A disk with so many bytes left, which answers as the system does when they are used up.</summary>
    private sealed class SmallDisk(long capacity) : StoreFiles
    {
        private long _left = capacity;

        public long Free { get; init; } = long.MaxValue;

        public override long FreeSpace(string folder) => Free;

        public override Stream Open(string path, FileMode mode) => new Limited(this, base.Open(path, mode));

        private sealed class Limited(SmallDisk disk, Stream inner) : Stream
        {
            public override bool CanRead => true;

            public override bool CanSeek => true;

            public override bool CanWrite => true;

            public override long Length => inner.Length;

            public override long Position { get => inner.Position; set => inner.Position = value; }

            public override void Flush() => inner.Flush();

            public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

            public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

            public override void SetLength(long value) => inner.SetLength(value);

            public override void Write(byte[] buffer, int offset, int count)
            {
                disk._left -= count;
                if (disk._left < 0)
                {
                    var code = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;
                    throw new IOException("No space left on device", code);
                }

                inner.Write(buffer, offset, count);
            }

            protected override void Dispose(bool disposing)
            {
                inner.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
