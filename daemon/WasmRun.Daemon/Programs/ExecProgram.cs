using WasmRun.Daemon.Hosting;
using WasmRun.Engine;
using WasmRun.Kernel.Processes;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Programs;

/// <summary>A plain WASI program that finds only what its caller named: these variables, these directories, nothing else.</summary>
/// <param name="services">Where compiled code is kept, and the system calls.</param>
/// <param name="source">The module.</param>
/// <param name="arguments">argv, the program's name first.</param>
/// <param name="environment">All of its environment.</param>
/// <param name="directories">Paths in the sandbox that it finds open, under their own names.</param>
internal sealed class ExecProgram(
    Services services,
    ModuleSource source,
    IReadOnlyList<string> arguments,
    IReadOnlyDictionary<string, string> environment,
    IReadOnlyList<string> directories) : IGuestProgram
{
    private WasmModule? _module;

    public IReadOnlyList<string> Arguments => arguments;

    public IReadOnlyDictionary<string, string> Adapt(IReadOnlyDictionary<string, string> usual) => environment;

    public async Task PrepareAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken) =>
        _module = (await services.Modules.LoadAsync(source).ConfigureAwait(false)).Module;

    public void Start(Process process)
    {
        Preopens.Add(process, directories);
        services.Wasi.Start(process, () => _module!);
    }
}
