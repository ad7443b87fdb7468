using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;

namespace WasmRun.Daemon.Serve;

/// <summary>A plan in the contract's words.</summary>
internal static class Projects
{
    public static ProjectInfo Describe(ProjectPlan plan) => new(
        plan.Project.Root,
        KindOf(plan.Project.Kind),
        plan.Project.Name,
        plan.CommandLine,
        [.. plan.Project.Candidates.Select(entry => new ProjectEntry(KindOf(entry.Kind), entry.Title, entry.File, entry.Reason))],
        plan.Project.Entry.File,
        plan.Project.Entry.Reason,
        plan.Runtime);

    private static ProjectKind KindOf(Workspace.Detection.ProjectKind kind) => kind switch
    {
        Workspace.Detection.ProjectKind.Node => ProjectKind.Node,
        Workspace.Detection.ProjectKind.Python => ProjectKind.Python,
        _ => ProjectKind.Wasi,
    };
}
