using WasmRun.Engine;
using WasmRun.Kernel.Processes;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Hosting;

/// <summary>What every sandbox of this process shares: the runtime store, compiled modules, pids.</summary>
internal sealed class Services : IDisposable
{
    private readonly Lazy<ModuleCache> _modules;

    public Services(Action<string>? warn = null)
    {
        _modules = new Lazy<ModuleCache>(() => new ModuleCache(new ModuleCacheOptions
        {
            Folder = Path.Combine(Store.ArtifactsDirectory, "modules"),
            OnWarning = warn,
        }));
    }

    public RuntimeStore Store { get; } = new();

    public ModuleCache Modules => _modules.Value;

    public WasiCommands Wasi { get; } = new();

    public PidAllocator Pids { get; } = new();

    public void Dispose()
    {
        Wasi.Dispose();
        if (_modules.IsValueCreated)
        {
            _modules.Value.Dispose();
        }
    }
}
