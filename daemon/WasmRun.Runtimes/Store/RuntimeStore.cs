using NuGet.Versioning;
using WasmRun.Runtimes.Store;

namespace WasmRun.Runtimes;

/// <summary>
/// The runtimes on this machine, shared by all projects of a user and by all daemons: what is there is complete and
/// was checked, what isn't is fetched from the registry npm is configured for. Thread-safe.
/// </summary>
public sealed class RuntimeStore(RuntimeStoreOptions options)
{
    private readonly InstalledFolders _folders = new(options.Layout);

    public RuntimeStore()
        : this(new RuntimeStoreOptions())
    {
    }

    public RuntimeCatalogue Catalogue => options.Catalogue;

    public string Root => options.Layout.Root;

    /// <summary>The folder for what the engine makes of runtimes. It may not exist yet.</summary>
    public string ArtifactsDirectory => options.Layout.Artifacts;

    /// <summary>Whether <see cref="GetAsync"/> would need no network.</summary>
    public bool IsInstalled(RuntimeId id) =>
        Catalogue.Find(id) is { } release && _folders.IsComplete(release) && release.Needs.All(IsInstalled);

    /// <summary>
    /// The runtime with its components, from the store or fetched into it, and marks it used. Needs no network, and
    /// no permission to write, when it is there.
    /// </summary>
    /// <exception cref="RuntimeException">Any <see cref="RuntimeErrorCode"/> but those of version requests.</exception>
    /// <exception cref="OperationCanceledException">What was downloaded so far is continued next time.</exception>
    public async Task<InstalledRuntime> GetAsync(
        RuntimeId id, IProgress<FetchProgress>? progress = null, CancellationToken cancellation = default)
    {
        var release = Catalogue.Get(id);
        var components = new List<InstalledRuntime>();
        foreach (var needed in release.Needs)
        {
            components.Add(await GetAsync(needed, progress, cancellation).ConfigureAwait(false));
        }

        if (!_folders.IsComplete(release))
        {
            await new RuntimeInstaller(options, _folders, release, progress).InstallAsync(cancellation).ConfigureAwait(false);
        }

        var recipe = RuntimeCatalogue.RecipeOf(release);
        var folder = options.Layout.RuntimeFolder(id, recipe);
        InstalledFolders.MarkUsed(folder);
        var library = release.Library is null
            ? null
            : new NodeLibrary(Path.Combine(folder, NodeLibrary.Folder), () => Catalogue.SlicesOf(release));
        return new InstalledRuntime(release, folder, recipe, library, components);
    }

    /// <summary>What is installed, components included, by name and newest first.</summary>
    public IReadOnlyList<StoredRuntime> List() =>
        [.. _folders.All().Select(folder => folder.Stored)
            .OrderBy(stored => stored.Id.Name, StringComparer.Ordinal)
            .ThenByDescending(stored => NuGetVersion.Parse(stored.Id.Version))];

    /// <summary>Removes a runtime; its components stay, other runtimes may need them.</summary>
    /// <returns>Whether there was anything to remove.</returns>
    /// <exception cref="RuntimeException"><see cref="RuntimeErrorCode.InUse"/>, <see cref="RuntimeErrorCode.StoreNotWritable"/></exception>
    public async Task<bool> RemoveAsync(RuntimeId id, CancellationToken cancellation = default)
    {
        var found = _folders.All().Where(folder => folder.Stored.Id == id).ToList();
        foreach (var folder in found)
        {
            using var held = await ArtifactLock.AcquireAsync(options.Layout.LockFile(id), () => { }, cancellation).ConfigureAwait(false);
            _folders.Discard(folder.Path, id);
        }

        return found.Count > 0;
    }

    /// <summary>
    /// Removes what no program was started with since then (a component is used with its runtime), and what
    /// interrupted downloads and crashes left behind before then.
    /// </summary>
    /// <returns>The runtimes removed.</returns>
    /// <exception cref="RuntimeException">As <see cref="RemoveAsync"/>.</exception>
    public async Task<IReadOnlyList<StoredRuntime>> PruneAsync(DateTimeOffset unusedSince, CancellationToken cancellation = default)
    {
        var unused = List().Where(stored => stored.LastUsed < unusedSince).ToList();
        foreach (var stored in unused)
        {
            await RemoveAsync(stored.Id, cancellation).ConfigureAwait(false);
        }

        _folders.RemoveLeftovers(unusedSince);
        return unused;
    }
}
