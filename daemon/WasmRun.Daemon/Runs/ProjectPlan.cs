using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Runtimes;
using WasmRun.Workspace.Detection;

namespace WasmRun.Daemon.Runs;

/// <summary>What will run and on what: a detected project and the runtime version that was resolved for it.</summary>
/// <param name="Project">As detected.</param>
/// <param name="Runtime">Which version and why; null for a plain WASI program.</param>
internal sealed record ProjectPlan(Project Project, RuntimeResolution? Runtime)
{
    public RuntimeId? RuntimeId => Runtime is null ? null : new RuntimeId(Runtime.Name, Runtime.Version);

    /// <summary>As a person would type it.</summary>
    public string CommandLine => Project.Entry.CommandLine;
}
