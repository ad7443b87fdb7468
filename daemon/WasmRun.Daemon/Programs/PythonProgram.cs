using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Sandboxes;
using WasmRun.Engine;
using WasmRun.Kernel.Processes;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Programs;

/// <summary>CPython with the native program's arguments.</summary>
internal sealed class PythonProgram : IGuestProgram
{
    private readonly Services _services;
    private readonly RuntimeId _id;
    private readonly string? _script;
    private WasmModule? _module;

    public PythonProgram(Services services, RuntimeId id, IReadOnlyList<string> arguments)
    {
        _services = services;
        _id = id;
        string[] adapted = [.. arguments];
        if (PythonCommandLine.FindScript(arguments) is var index and >= 0)
        {
            // CPython makes the path absolute before it knows the working directory, which WASI does not tell it.
            _script = arguments[index];
            adapted[index] = _script.StartsWith('/') ? _script : $"{Sandbox.Workspace}/{_script}";
        }

        Arguments = ["python", .. adapted];
    }

    public IReadOnlyList<string> Arguments { get; }

    public IReadOnlyDictionary<string, string> Adapt(IReadOnlyDictionary<string, string> environment)
    {
        var adapted = new Dictionary<string, string>(environment);

        // Output reaches the user as it is written, and byte code is not left in the project.
        adapted.TryAdd("PYTHONUNBUFFERED", "1");
        adapted.TryAdd("PYTHONDONTWRITEBYTECODE", "1");
        adapted["PYTHONPATH"] = environment.TryGetValue("PYTHONPATH", out var path) ? $"{PythonShim.Directory}:{path}" : PythonShim.Directory;
        if (_script is not null)
        {
            adapted[PythonShim.ScriptVariable] = _script;
        }

        return adapted;
    }

    public async Task PrepareAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var runtime = await _services.Store.GetAsync(_id, progress, cancellationToken).ConfigureAwait(false);
        var wasm = runtime.Release.Files.First(file => file.As == runtime.Release.Wasm);
        _module = await _services.LoadAsync(runtime.WasmPath, wasm.Sha256).ConfigureAwait(false);
    }

    public void Start(Process process)
    {
        PythonShim.Install(process.Machine);
        Preopens.Add(process);
        _services.Wasi.Start(process, () => _module!);
    }
}
