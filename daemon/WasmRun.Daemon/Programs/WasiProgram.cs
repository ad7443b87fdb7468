using WasmRun.Daemon.Hosting;
using WasmRun.Engine;
using WasmRun.Kernel.Processes;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Programs;

/// <summary>A plain WASI program: a module with <c>_start</c>.</summary>
/// <param name="services">Where compiled code is kept, and the system calls.</param>
/// <param name="file">Host path of the module.</param>
/// <param name="arguments">argv, the program's name first.</param>
internal sealed class WasiProgram(Services services, string file, IReadOnlyList<string> arguments) : IGuestProgram
{
    private WasmModule? _module;

    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>The only environment and the only directories that it finds, as <c>exec</c> promises; null for a project's usual ones.</summary>
    public (IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Directories)? Only { get; init; }

    public IReadOnlyDictionary<string, string> Adapt(IReadOnlyDictionary<string, string> environment) => Only?.Environment ?? environment;

    public async Task PrepareAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken) =>
        _module = await services.LoadAsync(file).ConfigureAwait(false);

    public void Start(Process process)
    {
        if (Only is { } only)
        {
            Preopens.Add(process, only.Directories);
        }
        else
        {
            Preopens.Add(process);
        }

        services.Wasi.Start(process, () => _module!);
    }
}
