namespace WasmRun.Workspace.Detection;

/// <summary>Says what a folder or a file is and how it runs.</summary>
public static class ProjectDetector
{
    /// <summary>How many files a problem names before it says "and more".</summary>
    private const int MaxNamed = 6;

    public static DetectionResult Detect(IProjectFiles files, DetectionRequest request) =>
        request.File is null ? DetectFolder(files, request) : DetectFile(files, request.File, request);

    private static DetectionResult DetectFolder(IProjectFiles files, DetectionRequest request)
    {
        var node = NodeDetector.Find(files, out var nodeName, out var problem);
        var python = PythonDetector.Find(files, out var pythonName);
        List<ProjectEntry> entries = [.. node, .. python];
        if (request.Kind is not null)
        {
            entries.RemoveAll(entry => entry.Kind != request.Kind);
        }

        if (problem is not null && request.Kind is null or ProjectKind.Node)
        {
            return DetectionResult.NotFound(problem);
        }

        var loose = LooseFiles(files, request.Kind).Where(file => entries.TrueForAll(entry => entry.File != file.File)).ToList();
        if (entries.Count == 0 && loose.Count == 0)
        {
            return DetectionResult.NotFound(Nothing(files, request.Kind));
        }

        if (entries.Count == 0)
        {
            if (Preferred(loose) is not { } preferred)
            {
                return DetectionResult.NotFound(Several(files, loose));
            }

            entries.Add(preferred);
            loose.Remove(preferred);
        }

        entries.AddRange(loose);
        var name = entries[0].Kind == ProjectKind.Python ? pythonName : nodeName;
        return Found(files, name, entries, request);
    }

    private static DetectionResult DetectFile(IProjectFiles files, string file, DetectionRequest request)
    {
        if (ProjectFilesExtensions.Normalize(file) is not { Length: > 0 } path)
        {
            return DetectionResult.NotFound(new DetectionProblem(
                $"\"{file}\" is not a path inside {files.Root}.", "Name a file of the project, relative to it."));
        }

        if (!files.Exists(path))
        {
            return DetectionResult.NotFound(new DetectionProblem(
                $"There is no file \"{path}\" in {files.Root}, or it can't be read.", "Check the name and its permissions."));
        }

        var entry = FileDetector.Entry(files, path, "the file that was named");
        if (entry is null)
        {
            return DetectionResult.NotFound(new DetectionProblem(
                $"wasmrun does not know what \"{path}\" is: it runs {FileDetector.Known}.", "Name one of those, or the folder of the project."));
        }

        return request.Kind is { } kind && kind != entry.Kind
            ? DetectionResult.NotFound(new DetectionProblem(
                $"\"{path}\" is not a {kind} program.", $"Run it with {entry.RuntimeName ?? "wasmrun exec"}, or name another file."))
            : Found(files, null, [entry], request);
    }

    private static DetectionResult Found(IProjectFiles files, string? name, List<ProjectEntry> entries, DetectionRequest request)
    {
        entries[0] = entries[0] with { Arguments = [.. entries[0].Arguments, .. request.Arguments] };
        return DetectionResult.Found(new Project
        {
            Name = name is { Length: > 0 } ? name : FolderName(files.Root),
            Root = files.Root,
            Entry = entries[0],
            Candidates = entries,
        });
    }

    private static string FolderName(string root) => root.TrimEnd('/', '\\').Split('/', '\\')[^1];

    /// <summary>Files directly in the folder that could be run by themselves.</summary>
    private static IEnumerable<ProjectEntry> LooseFiles(IProjectFiles files, ProjectKind? kind) =>
        files.ListFiles("")
            .Where(file => FileDetector.KindByName(file) is { } found && (kind is null || kind == found) && !IsTooling(file))
            .Select(file => FileDetector.Entry(files, file, $"{file}, a file of the folder"))
            .OfType<ProjectEntry>();

    /// <summary>Configuration that happens to be code.</summary>
    private static bool IsTooling(string file) =>
        file.StartsWith('.') || file.EndsWith(".d.ts", StringComparison.Ordinal) || file.Contains(".config.", StringComparison.Ordinal)
        || file.Contains(".test.", StringComparison.Ordinal) || file is "setup.py" or "conftest.py" or "__init__.py";

    /// <summary>The only one, or the one with a usual name; null when none stands out.</summary>
    private static ProjectEntry? Preferred(List<ProjectEntry> loose) =>
        loose.Count == 1 ? loose[0] : loose.Find(entry => NodeDetector.UsualFiles.Contains(entry.File));

    private static DetectionProblem Several(IProjectFiles files, List<ProjectEntry> loose)
    {
        var names = string.Join(", ", loose.Take(MaxNamed).Select(entry => entry.File)) + (loose.Count > MaxNamed ? " and more" : "");
        return new DetectionProblem(
            $"{files.Root} holds several files that could be run ({names}), and nothing says which.",
            $"Name one, such as `wasmrun run {loose[0].File}`, or add a package.json with a start script.");
    }

    private static DetectionProblem Nothing(IProjectFiles files, ProjectKind? kind)
    {
        List<string> lookedFor = [];
        if (kind is null or ProjectKind.Node)
        {
            lookedFor.Add("package.json (scripts.start, main, server.js, index.js and the like)");
        }

        if (kind is null or ProjectKind.Python)
        {
            lookedFor.Add("Python (main.py, app.py, a package of pyproject.toml with __main__.py)");
        }

        if (kind is null or ProjectKind.Wasi)
        {
            lookedFor.Add("*.wasm and *.wat");
        }

        return new DetectionProblem(
            $"Nothing to run was found in {files.Root}. Looked for: {string.Join("; ", lookedFor)}.",
            "Name the file to run, such as `wasmrun run src/app.js`, or open the folder that holds the project.");
    }
}
