using System.Text;

namespace WasmRun.Workspace.Detection;

internal static class ProjectFilesExtensions
{
    /// <summary>Manifests beyond this many bytes are not read.</summary>
    private const int MaxTextBytes = 4 << 20;

    public static bool Exists(this IProjectFiles files, string path) => files.ReadHead(path, 0) is not null;

    /// <summary>A text file without its byte-order mark.</summary>
    public static string? ReadText(this IProjectFiles files, string path, int maxBytes = MaxTextBytes) =>
        files.ReadHead(path, maxBytes) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : null;

    /// <summary>A relative path without <c>.</c> and <c>..</c>; null when it leaves the project or is absolute.</summary>
    public static string? Normalize(string path)
    {
        if (path.StartsWith('/') || path.Contains('\\') || path.Contains('\0') || (path.Length > 1 && path[1] == ':'))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
