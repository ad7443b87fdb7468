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

    public async Task PrepareAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken) =>
        _module = await services.LoadAsync(file).ConfigureAwait(false);

    public void Start(Process process)
    {
        Preopens.Add(process);
        services.Wasi.Start(process, () => _module!);
    }
}
