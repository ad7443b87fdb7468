namespace WasmRun.Runtimes;

/// <summary>A runtime on this machine, complete and checked, with the components it needs.</summary>
public sealed class InstalledRuntime
{
    private readonly string _folder;

    internal InstalledRuntime(
        RuntimeRelease release, string folder, string recipe, NodeLibrary? library, IReadOnlyList<InstalledRuntime> components)
    {
        Release = release;
        _folder = folder;
        Key = $"{release.Name}-{release.Version}-{recipe}";
        Library = library;
        Components = components;
    }

    public RuntimeRelease Release { get; }

    public RuntimeId Id => Release.Id;

    /// <summary>Names the exact bytes of this installation, for the keys of caches made from it.</summary>
    public string Key { get; }

    /// <summary>Node's own modules; null for other runtimes.</summary>
    public NodeLibrary? Library { get; }

    /// <summary>What this runtime needs, installed too: for Node the engine <c>quickjs</c>.</summary>
    public IReadOnlyList<InstalledRuntime> Components { get; }

    /// <summary>The host path of the WebAssembly module to start: its own, or its engine's.</summary>
    public string WasmPath => Release.Wasm is { } wasm
        ? PathOf(wasm)
        : Components.Select(component => component.WasmPath).First();

    /// <summary>The host path of a file the catalogue lists for this runtime.</summary>
    public string PathOf(string file) => Path.Combine([_folder, .. file.Split('/')]);
}
