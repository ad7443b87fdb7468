using WasmRun.Daemon.Hosting;
using WasmRun.Engine;
using WasmRun.Kernel.Processes;
using WasmRun.Node;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Programs;

/// <summary>Node.js with the native program's arguments.</summary>
internal sealed class NodeProgram(Services services, RuntimeId id, IReadOnlyList<string> arguments) : IGuestProgram
{
    private NodeImage? _image;

    public IReadOnlyList<string> Arguments { get; } = ["node", .. arguments];

    public async Task PrepareAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var runtime = await services.Store.GetAsync(id, progress, cancellationToken).ConfigureAwait(false);
        var engine = runtime.Components.First(component => component.Id.Name == "quickjs");
        var quickjs = ModuleSource.FromFile(engine.WasmPath, engine.Release.Files.First(file => file.As == engine.Release.Wasm).Sha256);
        _image = await Task.Run(() => services.Images.Get(quickjs, new Library(runtime)), cancellationToken).ConfigureAwait(false);
    }

    public void Start(Process process) => NodeRuntime.Start(_image!, process);

    /// <summary>The release's library as the store has it.</summary>
    private sealed class Library(InstalledRuntime runtime) : INodeLibrary
    {
        private readonly NodeLibrary _modules = runtime.Library!;

        public string Version => $"v{runtime.Id.Version}";

        public string Fingerprint => runtime.Key;

        public IReadOnlyCollection<string> ModuleIds => _modules.Ids;

        public string? Source(string moduleId) => _modules.Contains(moduleId) ? _modules.ReadText(moduleId) : null;
    }
}
