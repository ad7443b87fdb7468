using System.Text;

namespace WasmRun.Workspace.Detection;

/// <summary>What a single file is: by its name, else by its first bytes.</summary>
internal static class FileDetector
{
    private const int HeadBytes = 256;

    /// <summary>Shown when a file is none of these.</summary>
    public const string Known = ".js, .mjs, .cjs, .ts, .py, .wasm and .wat files, and scripts whose first line names node or python";

    public static ProjectKind? KindByName(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".py" or ".pyw" => ProjectKind.Python,
        ".wasm" or ".wat" => ProjectKind.Wasi,
        _ when NodeDetector.IsScript(file) => ProjectKind.Node,
        _ => null,
    };

    public static ProjectKind? KindByContent(IProjectFiles files, string file)
    {
        var head = files.ReadHead(file, HeadBytes) ?? [];
        if (head.AsSpan().StartsWith("\0asm"u8))
        {
            return ProjectKind.Wasi;
        }

        var text = Encoding.UTF8.GetString(head);
        var firstLine = text.StartsWith("#!", StringComparison.Ordinal) ? text.Split('\n', 2)[0] : "";
        return firstLine switch
        {
            _ when firstLine.Contains("node", StringComparison.Ordinal) => ProjectKind.Node,
            _ when firstLine.Contains("python", StringComparison.Ordinal) => ProjectKind.Python,
            _ => null,
        };
    }

    public static ProjectEntry? Entry(IProjectFiles files, string file, string reason)
    {
        var entry = KindByName(file) ?? KindByContent(files, file);
        return entry switch
        {
            ProjectKind.Node => NodeDetector.Entry(file, file, reason),
            ProjectKind.Python => PythonDetector.Entry(file, file, reason),
            ProjectKind.Wasi => Wasi(file, reason),
            _ => null,
        };
    }

    private static ProjectEntry Wasi(string file, string reason) => new()
    {
        Kind = ProjectKind.Wasi,
        Title = file,
        File = file,
        Arguments = [file],
        DecidedBy = file,
        Reason = reason,
    };
}
