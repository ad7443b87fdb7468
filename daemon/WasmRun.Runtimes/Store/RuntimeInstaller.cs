using WasmRun.Runtimes.Download;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes.Store;

/// <summary>Brings one release into the store: lock, download, unpack beside its place, rename.</summary>
internal sealed class RuntimeInstaller(
    RuntimeStoreOptions options, InstalledFolders folders, RuntimeRelease release, IProgress<FetchProgress>? progress)
{
    private const int DefaultRetries = 2; // npm's fetch-retries

    private readonly StoreLayout _layout = options.Layout;

    public async Task InstallAsync(CancellationToken cancellation)
    {
        if (options.Offline)
        {
            throw NotCached("downloads are switched off", null);
        }

        try
        {
            using var held = await ArtifactLock
                .AcquireAsync(_layout.LockFile(release.Id), () => Report(FetchPhase.Waiting, 0), cancellation).ConfigureAwait(false);
            if (!folders.IsComplete(release))
            {
                folders.RemoveStaging(release.Id);
                var tarball = await DownloadAsync(cancellation).ConfigureAwait(false);
                await UnpackAsync(tarball, cancellation).ConfigureAwait(false);
            }

            Report(FetchPhase.Done, 0);
        }
        catch (Exception e) when (StoreFiles.Explain(e, _layout.Root) is { } explained)
        {
            throw explained;
        }
    }

    private async Task<string> DownloadAsync(CancellationToken cancellation)
    {
        var configuration = options.Configuration();
        if (configuration.IsOn("offline", byDefault: false))
        {
            throw NotCached("npm's setting “offline” is on", null);
        }

        Directory.CreateDirectory(_layout.Downloads);
        var needed = release.Package.Size + release.InstalledSize;
        if (options.Files.FreeSpace(_layout.Root) is var free && free < needed)
        {
            throw StoreFiles.DiskFull(
                _layout.Root, $"{release.Name} {release.Version} needs {needed >> 20} MB and {free >> 20} MB are left");
        }

        try
        {
            using var registry = new RegistryClient(new RegistrySettings(configuration));
            var retries = int.TryParse(configuration.Get("fetch-retries"), out var set) ? Math.Clamp(set, 0, 10) : DefaultRetries;
            var limits = new DownloadLimits(1 + retries, options.RetryDelay, options.StallTimeout);
            return await new TarballDownload(registry, options.Files, limits)
                .FetchAsync(release.Package, _layout.Downloads, Report, cancellation).ConfigureAwait(false);
        }
        catch (RuntimeException e) when (e.Code is RuntimeErrorCode.RegistryUnreachable or RuntimeErrorCode.ProxyFailed)
        {
            throw NotCached(char.ToLowerInvariant(e.Message[0]) + e.Message[1..].TrimEnd('.'), e);
        }
    }

    private async Task UnpackAsync(string tarball, CancellationToken cancellation)
    {
        var staging = _layout.NewStagingFolder(release.Id);
        try
        {
            Directory.CreateDirectory(staging);
            Report(FetchPhase.Unpacking, 0);
            await new PackageUnpacker(options.Files).UnpackAsync(
                tarball, release, options.Catalogue.SlicesOf(release), staging, bytes => Report(FetchPhase.Unpacking, bytes), cancellation)
                .ConfigureAwait(false);
            folders.Publish(staging, release);
            InstalledFolders.DeleteQuietly(tarball);
        }
        catch (Exception e)
        {
            InstalledFolders.DeleteQuietly(staging);
            if (e is not OperationCanceledException)
            {
                InstalledFolders.DeleteQuietly(tarball);
            }

            throw;
        }
    }

    private void Report(FetchPhase phase, long bytes)
    {
        var total = phase switch
        {
            FetchPhase.Downloading => release.Package.Size,
            FetchPhase.Unpacking => release.InstalledSize,
            _ => 0,
        };
        progress?.Report(new FetchProgress(release.Id, phase, bytes, total));
    }

    private RuntimeException NotCached(string why, RuntimeException? cause) => new(
        cause?.Code ?? RuntimeErrorCode.Offline,
        $"{release.Name} {release.Version} is not on this machine yet, and {why}.",
        cause is { Code: RuntimeErrorCode.ProxyFailed }
            ? cause.Hint
            : $"Connect once and run “wasmrun runtimes install {release.Id}”; from then on it works offline.",
        cause);
}
