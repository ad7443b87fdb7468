using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Runs;

/// <summary>What the run hears of changes in the project's folder.</summary>
internal sealed partial class Run
{
    /// <summary>Files that an editor says have changed, relative to the folder.</summary>
    public void NoteHostChanges(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            _workspace?.Mirror.Invalidate(path.Replace('\\', '/'), ChangeKind.Modified);
        }

        NoteChange(Describe(paths));
    }

    private static string Describe(IReadOnlyList<string> paths) =>
        paths.Count == 1 ? $"{paths[0]} changed" : $"{paths[0]} and {paths.Count - 1} more changed";
}
