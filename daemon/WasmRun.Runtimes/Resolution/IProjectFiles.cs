namespace WasmRun.Runtimes.Resolution;

/// <summary>The project as version resolution sees it; only the workspace knows where it is on the host.</summary>
public interface IProjectFiles
{
    /// <param name="path">From the project's root, with slashes.</param>
    /// <returns>The file's text; null when it isn't there or can't be read as text.</returns>
    string? ReadText(string path);
}
