namespace WasmRun.Workspace.Detection;

/// <summary>Finds what a <c>package.json</c> runs: <c>scripts.start</c>, then <c>main</c>, then the usual names.</summary>
internal static class NodeDetector
{
    /// <summary>Looked for when the manifest says nothing. npm itself starts <c>server.js</c> then.</summary>
    public static IReadOnlyList<string> UsualFiles { get; } =
        ["server.js", "index.js", "app.js", "main.js", "server.mjs", "index.mjs", "app.mjs", "main.mjs", "src/index.js", "src/server.js", "src/main.js"];

    /// <summary>Entries by preference; the problem of the start script stands when there is one.</summary>
    public static IReadOnlyList<ProjectEntry> Find(IProjectFiles files, out string? name, out DetectionProblem? problem)
    {
        name = null;
        problem = null;
        if (files.ReadText("package.json") is not { } text)
        {
            return [];
        }

        if (!PackageManifest.TryParse(text, out var manifest, out var error))
        {
            problem = new DetectionProblem($"package.json can't be read: {error}.", "Correct it, then run again.");
            return [];
        }

        name = manifest.Name;
        var entries = new List<ProjectEntry>();
        if (manifest.Scripts.ContainsKey("start"))
        {
            (var start, problem) = new StartScript(files, manifest).Read("start");
            if (start is not null)
            {
                entries.Add(start);
            }
        }

        if (manifest.Main is { Length: > 0 } main && NodeCommandLine.Resolve(files, main) is { } mainFile && IsScript(mainFile))
        {
            entries.Add(Entry(mainFile, "package.json", "main in package.json"));
        }

        entries.AddRange(UsualFiles.Where(files.Exists).Select(file => Entry(file, file, $"{file} beside package.json")));
        return [.. entries.DistinctBy(entry => entry.File ?? entry.Title)];
    }

    /// <summary>True for names that the Node engine runs.</summary>
    public static bool IsScript(string file) => Path.GetExtension(file) is ".js" or ".mjs" or ".cjs" or ".ts" or ".mts" or ".cts";

    public static ProjectEntry Entry(string file, string decidedBy, string reason) => new()
    {
        Kind = ProjectKind.Node,
        Title = file,
        File = file,
        Arguments = [file],
        DecidedBy = decidedBy,
        Reason = reason,
    };
}
