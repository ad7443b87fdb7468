namespace WasmRun.Runtimes.Tests;

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
}
