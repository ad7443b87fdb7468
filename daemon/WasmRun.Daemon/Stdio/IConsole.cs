using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Stdio;

/// <summary>Where the standard streams of a run's processes lead. A run that restarts its program opens it once for each process.</summary>
internal interface IConsole
{
    /// <summary>stdin, stdout and stderr for one more process, each with a reference of its own.</summary>
    (OpenFile Input, OpenFile Output, OpenFile Error) Open();

    /// <summary>The process that got the streams of the last <see cref="Open"/> exists now.</summary>
    void OnStarted(Process process);

    /// <summary>Completes when everything that was written has been delivered; nothing is opened any more.</summary>
    Task CloseAsync();
}
