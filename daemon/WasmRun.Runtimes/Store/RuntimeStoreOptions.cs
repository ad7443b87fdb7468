using WasmRun.Runtimes.Download;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes;

/// <summary>How a store works; the defaults are the product's.</summary>
public sealed record RuntimeStoreOptions
{
    public StoreLayout Layout { get; init; } = StoreLayout.ForUser();

    public RuntimeCatalogue Catalogue { get; init; } = RuntimeCatalogue.Embedded;

    /// <summary>Read when a download is needed, and each time, so that a changed setting counts at once.</summary>
    public Func<NpmConfiguration> Configuration { get; init; } = () => NpmConfiguration.Load(new NpmConfigurationInputs());

    /// <summary>Never download; npm's <c>offline</c> setting does the same.</summary>
    public bool Offline { get; init; }

    /// <summary>How long a server may be silent before the attempt counts as failed.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    internal StoreFiles Files { get; init; } = new();
}
