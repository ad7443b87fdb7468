using System.Collections.Concurrent;

namespace WasmRun.Runtimes.Tests;

/// <summary>Getting a runtime when all, or most, goes well.</summary>
public sealed class StoreDownloadTests
{
    [Fact]
    public async Task Get_OfAnAbsentRuntime_LeavesOnlyItsFilesInTheStore()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        var runtime = await store.Store().GetAsync(package.Id);

        Assert.Equal(package.Wasm, await File.ReadAllBytesAsync(runtime.WasmPath));
        Assert.Equal(["installed.json", "last-used", "tiny.wasm"], store.Files.Select(Path.GetFileName));
        Assert.All(store.Files, file => Assert.StartsWith("runtimes/tiny/1.2.3-", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_OfAnInstalledRuntime_AsksNobody()
    {
        var package = new TestPackage();
        using var store = new StoreFixture(package, "registry=http://127.0.0.1:9/");
        await InstallAsync(package, store);

        var runtime = await store.Store(offline: true).GetAsync(package.Id);

        Assert.True(File.Exists(runtime.WasmPath));
    }

    [Fact]
    public async Task Get_OfARuntimeSomebodyTookAFileFrom_MakesItWholeAgain()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");
        var runtime = await store.Store().GetAsync(package.Id);
        File.Delete(runtime.WasmPath);

        await store.Store().GetAsync(package.Id);

        Assert.True(File.Exists(runtime.WasmPath));
    }

    [Fact]
    public async Task Get_WhoseConnectionBreaks_ContinuesWhereItStopped()
    {
        var package = new TestPackage();
        using var registry = package.Serve(request => LoopbackRegistry.File(request, package.Tarball, request.Header("range") is null ? 100_000 : null));
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        await store.Store().GetAsync(package.Id);

        var ranges = registry.Requests.Where(r => r.Target.EndsWith(".tgz", StringComparison.Ordinal)).Select(r => r.Header("range"));
        Assert.Equal([null, "bytes=100000-"], ranges);
    }

    [Fact]
    public async Task Get_AfterABreak_FromAServerWithoutRanges_StartsAgain()
    {
        var package = new TestPackage();
        var first = true;
        using var registry = package.Serve(_ =>
        {
            var cut = first ? 100_000 : (int?)null;
            first = false;
            return new Answer(200, package.Tarball, null, cut);
        });
        using var store = new StoreFixture(package, $"registry={registry.Url}");

        var runtime = await store.Store().GetAsync(package.Id);

        Assert.Equal(package.Wasm, await File.ReadAllBytesAsync(runtime.WasmPath));
    }

    [Fact]
    public async Task Get_WithALeftoverPartOfOtherBytes_FetchesEverythingAnew()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");
        Directory.CreateDirectory(store.Layout.Downloads);
        var part = Download.Integrity.Parse(package.Release.Package.Integrity).FileName + ".tgz.part";
        await File.WriteAllBytesAsync(Path.Combine(store.Layout.Downloads, part), new byte[50_000]);

        var runtime = await store.Store().GetAsync(package.Id);

        Assert.Equal(package.Wasm, await File.ReadAllBytesAsync(runtime.WasmPath));
        Assert.Equal(2, registry.Count(".tgz"));
    }

    [Fact]
    public async Task Get_ThatIsCancelled_KeepsItsPart_AndTheNextOneContinues()
    {
        var package = new TestPackage();
        using var cancel = new CancellationTokenSource();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");
        var progress = new Recorder(step =>
        {
            if (step.Phase == FetchPhase.Downloading && step.Bytes > 0)
            {
                cancel.Cancel();
            }
        });
        Directory.CreateDirectory(store.Layout.Downloads);
        var part = Path.Combine(store.Layout.Downloads, Download.Integrity.Parse(package.Release.Package.Integrity).FileName + ".tgz.part");
        await File.WriteAllBytesAsync(part, package.Tarball[..70_000]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Store().GetAsync(package.Id, progress, cancel.Token));
        Assert.True(new FileInfo(part).Length >= 70_000);
        await store.Store().GetAsync(package.Id);

        Assert.All(registry.Requests.Where(r => r.Target.EndsWith(".tgz", StringComparison.Ordinal)), r => Assert.StartsWith("bytes=", r.Header("range"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_ByTwoStoresAtOnce_FetchesOnce_AndTheSecondSaysItWaits()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var gate = new SemaphoreSlim(0);
        registry.Gate = gate;
        using var store = new StoreFixture(package, $"registry={registry.Url}");
        var waiting = new TaskCompletionSource();

        var first = store.Store().GetAsync(package.Id);
        await UntilAsync(() => registry.Count(".tgz") == 1);
        var second = store.Store().GetAsync(package.Id, new Recorder(step =>
        {
            if (step.Phase == FetchPhase.Waiting)
            {
                waiting.TrySetResult();
            }
        }));
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30));
        gate.Release(10);
        var runtimes = await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(runtimes[0].WasmPath, runtimes[1].WasmPath);
        Assert.Equal(1, registry.Count(".tgz"));
    }

    [Fact]
    public async Task Get_ReportsBytesUpToTheTotalOfEachPhase()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");
        var steps = new Recorder();

        await store.Store().GetAsync(package.Id, steps);

        Assert.Equal(
            [FetchPhase.Resolving, FetchPhase.Downloading, FetchPhase.Unpacking, FetchPhase.Done], steps.Seen.Select(step => step.Phase).Distinct());
        Assert.Equal(package.Tarball.Length, steps.Seen.Last(step => step.Phase == FetchPhase.Downloading).Bytes);
        Assert.All(steps.Seen, step => Assert.True(step.Bytes <= step.Total));
    }

    [Fact]
    public async Task Get_AfterACrash_UsesTheFinishedTarball_AndClearsWhatWasHalfUnpacked()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var store = new StoreFixture(package, $"registry={registry.Url}");
        var half = store.Layout.NewStagingFolder(package.Id);
        Directory.CreateDirectory(half);
        await File.WriteAllBytesAsync(Path.Combine(half, "tiny.wasm"), new byte[10]);
        Directory.CreateDirectory(store.Layout.Downloads);
        await File.WriteAllBytesAsync(
            Path.Combine(store.Layout.Downloads, Download.Integrity.Parse(package.Release.Package.Integrity).FileName + ".tgz"), package.Tarball);

        await store.Store().GetAsync(package.Id);

        Assert.Empty(registry.Requests);
        Assert.Equal(["installed.json", "last-used", "tiny.wasm"], store.Files.Select(Path.GetFileName));
    }

    [Fact]
    public async Task List_Remove_AndPrune_GoByWhatIsThereAndWhenItWasUsed()
    {
        var package = new TestPackage();
        using var registry = package.Serve();
        using var fixture = new StoreFixture(package, $"registry={registry.Url}");
        var store = fixture.Store();
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        await store.GetAsync(package.Id);

        var listed = Assert.Single(store.List());
        Assert.Equal((package.Id, package.Wasm.Length), (listed.Id, (int)listed.Size));
        Assert.True(listed.LastUsed > before);
        Assert.Empty(await store.PruneAsync(before));
        Assert.True(store.IsInstalled(package.Id));

        Assert.Equal([package.Id], (await store.PruneAsync(DateTimeOffset.UtcNow.AddMinutes(1))).Select(stored => stored.Id));
        Assert.False(store.IsInstalled(package.Id));
        Assert.Empty(fixture.Files);
        Assert.False(await store.RemoveAsync(package.Id));
    }

    [Fact]
    public async Task Store_ThatCannotBeWritten_StillServesWhatIsInIt()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var package = new TestPackage();
        using var store = new StoreFixture(package, "registry=http://127.0.0.1:9/");
        var runtime = await InstallAsync(package, store);
        var folder = Path.GetDirectoryName(runtime.WasmPath)!;
        File.Delete(Path.Combine(folder, "last-used"));
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal(runtime.WasmPath, (await store.Store().GetAsync(package.Id)).WasmPath);
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static async Task<InstalledRuntime> InstallAsync(TestPackage package, StoreFixture store)
    {
        using var registry = package.Serve();
        using var sameRoot = new StoreFixture(package, $"registry={registry.Url}", store.Root);
        return await sameRoot.Store().GetAsync(package.Id);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }

    private sealed class Recorder(Action<FetchProgress>? also = null) : IProgress<FetchProgress>
    {
        public ConcurrentQueue<FetchProgress> Seen { get; } = new();

        public void Report(FetchProgress value)
        {
            Seen.Enqueue(value);
            also?.Invoke(value);
        }
    }
}
