using WasmRun.Kernel.Processes;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Programs;

/// <summary>Something that can be started as a process: a runtime with its arguments, or a WebAssembly module.</summary>
internal interface IGuestProgram
{
    /// <summary>argv, the program's name first.</summary>
    IReadOnlyList<string> Arguments { get; }

    /// <summary>The environment with what the runtime itself needs in it.</summary>
    IReadOnlyDictionary<string, string> Adapt(IReadOnlyDictionary<string, string> environment) => environment;

    /// <summary>Fetches and compiles what is missing. Cheap when all is there.</summary>
    Task PrepareAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Runs on a thread of its own and ends the process with <see cref="Process.Exit"/>, whatever happens; the thread outlives
    /// this call. Needs <see cref="PrepareAsync"/>.
    /// </summary>
    void Start(Process process);
}
