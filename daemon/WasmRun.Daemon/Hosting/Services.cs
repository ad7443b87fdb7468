using System.Collections.Concurrent;
using WasmRun.Engine;
using WasmRun.Kernel.Processes;
using WasmRun.Node;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Hosting;

/// <summary>What every sandbox of this process shares: the runtime store, compiled modules, pids.</summary>
internal sealed class Services : IDisposable
{
    private readonly Lazy<ModuleCache> _modules;
    private readonly Lazy<NodeImages> _images;
    private readonly ConcurrentDictionary<string, string> _unoptimized = [];

    public Services(Action<string>? warn = null)
    {
        _modules = new Lazy<ModuleCache>(() => new ModuleCache(new ModuleCacheOptions
        {
            Folder = Path.Combine(Store.ArtifactsDirectory, "modules"),
            OnWarning = warn,
        }));
        _images = new Lazy<NodeImages>(() => new NodeImages(Modules, Path.Combine(Store.ArtifactsDirectory, "images")));
    }

    public RuntimeStore Store { get; } = new();

    public ModuleCache Modules => _modules.Value;

    public WasiCommands Wasi { get; } = new();

    /// <summary>Node releases, booted once.</summary>
    public NodeImages Images => _images.Value;

    public PidAllocator Pids { get; } = new();

    /// <summary>The module's machine code, compiled now if need be. What is compiled in haste is optimised for the next start.</summary>
    /// <param name="path">Host path of the module.</param>
    /// <param name="sha256">Its hash, where it is known.</param>
    public async Task<WasmModule> LoadAsync(string path, string? sha256 = null)
    {
        var source = ModuleSource.FromFile(path, sha256);
        var module = (await Modules.LoadAsync(source).ConfigureAwait(false)).Module;
        if (module.Engine.Strategy == CompileStrategy.Winch)
        {
            _unoptimized[source.Sha256] = Path.GetFullPath(path);
        }

        return module;
    }

    /// <summary>For a command that ends before its own background work could: goes on in a process of its own.</summary>
    public void OptimizeLater()
    {
        foreach (var (sha256, path) in _unoptimized)
        {
            DetachedOptimizer.Start(path, sha256);
        }
    }

    public void Dispose()
    {
        Wasi.Dispose();
        if (_images.IsValueCreated)
        {
            _images.Value.Dispose();
        }

        if (_modules.IsValueCreated)
        {
            _modules.Value.Dispose();
        }
    }
}
