using System.Text.RegularExpressions;

namespace WasmRun.Workspace.Detection;

/// <summary>Finds what a Python project runs: the usual files, then a package with a <c>__main__.py</c>.</summary>
internal static partial class PythonDetector
{
    public static IReadOnlyList<string> Manifests { get; } = ["pyproject.toml", "requirements.txt", "setup.py", "Pipfile"];

    public static IReadOnlyList<string> UsualFiles { get; } = ["main.py", "app.py", "__main__.py", "server.py", "run.py", "src/main.py", "src/app.py"];

    public static IReadOnlyList<ProjectEntry> Find(IProjectFiles files, out string? name)
    {
        name = ProjectName(files);
        var manifest = Manifests.FirstOrDefault(files.Exists);
        var entries = new List<ProjectEntry>();
        foreach (var file in UsualFiles.Where(files.Exists))
        {
            entries.Add(Entry(file, file, manifest is null ? file : $"{file} beside {manifest}"));
        }

        if (files.Exists("manage.py"))
        {
            // Its own reloader needs a second process for what wasmrun does without one.
            entries.Add(Entry("manage.py", "manage.py", "manage.py (Django)") with { Arguments = ["manage.py", "runserver", "--noreload"] });
        }

        if (name is not null)
        {
            entries.AddRange(Modules(files, name, manifest!));
        }

        return entries;
    }

    public static ProjectEntry Entry(string file, string decidedBy, string reason) => new()
    {
        Kind = ProjectKind.Python,
        Title = file,
        File = file,
        Arguments = [file],
        DecidedBy = decidedBy,
        Reason = reason,
    };

    private static IEnumerable<ProjectEntry> Modules(IProjectFiles files, string name, string manifest)
    {
        var module = name.Replace('-', '_');
        foreach (var (prefix, environment) in new[]
        {
            ("", new Dictionary<string, string>()),
            ("src/", new Dictionary<string, string> { ["PYTHONPATH"] = "src" }),
        })
        {
            var file = $"{prefix}{module}/__main__.py";
            if (files.Exists(file))
            {
                yield return Entry(file, manifest, $"package {module} of {manifest}") with
                {
                    Title = $"python -m {module}",
                    Arguments = ["-m", module],
                    Environment = environment,
                };
            }
        }
    }

    /// <summary>The project's name from <c>[project]</c> or <c>[tool.poetry]</c>; one line of the file, so no whole TOML is read for it.</summary>
    private static string? ProjectName(IProjectFiles files)
    {
        var table = "";
        foreach (var line in (files.ReadText("pyproject.toml") ?? "").Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                table = line;
            }
            else if (table is "[project]" or "[tool.poetry]" && NameLine().Match(line) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }
        }

        return null;
    }

    [GeneratedRegex("""^name\s*=\s*["']([A-Za-z0-9._-]+)["']""")]
    private static partial Regex NameLine();
}
