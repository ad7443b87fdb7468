namespace WasmRun.Workspace.Detection;

/// <summary>A project's files for detection: a host folder, an editor's virtual workspace, or a test. Paths are relative, with slashes.</summary>
public interface IProjectFiles
{
    /// <summary>The folder, as shown to the user.</summary>
    string Root { get; }

    /// <summary>Names of the regular files directly in a directory (empty for the root), ordered; empty when there is no such directory.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>The first bytes of a file; null when there is none or it can't be read.</summary>
    byte[]? ReadHead(string path, int maxBytes);
}
