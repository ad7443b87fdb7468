namespace WasmRun.Runtimes.Resolution;

/// <summary>The places in Python's project files that name a Python version.</summary>
internal static class PythonProject
{
    private static readonly string[] s_pipfileKeys = ["python_full_version", "python_version"];

    /// <summary>
    /// <c>requires-python</c> (https://packaging.python.org/specifications/pyproject-toml/#requires-python), else
    /// what Poetry keeps among its dependencies.
    /// </summary>
    public static IEnumerable<FoundRequest> Pyproject(IProjectFiles files)
    {
        const string File = "pyproject.toml";
        if (files.ReadText(File) is not { } text || ProjectToml.Parse(text) is not { } table)
        {
            return [];
        }

        if (ProjectToml.At(table, "project", "requires-python") is string requires)
        {
            return [new(new RequestOrigin(File, "requires-python", requires), PythonRequests.ParseSpecifiers(requires), IsPick: false)];
        }

        const string Poetry = "tool.poetry.dependencies.python";
        return ProjectToml.At(table, "tool", "poetry", "dependencies", "python") is string constraint
            ? [new(new RequestOrigin(File, Poetry, constraint), PythonRequests.ParsePoetry(constraint), IsPick: false)]
            : [];
    }

    /// <summary><c>[requires]</c> of https://pipenv.pypa.io/en/latest/pipfile.html.</summary>
    public static IEnumerable<FoundRequest> Pipfile(IProjectFiles files)
    {
        const string File = "Pipfile";
        if (files.ReadText(File) is not { } text || ProjectToml.Parse(text) is not { } table)
        {
            return [];
        }

        return from key in s_pipfileKeys
               let version = ProjectToml.At(table, "requires", key) as string
               where version is not null
               let origin = new RequestOrigin(File, $"requires.{key}", version)
               select new FoundRequest(origin, PythonRequests.ParseVersion(version), IsPick: true);
    }
}
