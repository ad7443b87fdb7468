namespace WasmRun.Workspace.Detection;

/// <summary>Finds the script in what follows <c>node</c>.</summary>
internal static class NodeCommandLine
{
    /// <summary>Options whose value is a word of its own (<c>node --help</c>); the rest carry it behind <c>=</c> or have none.</summary>
    private static readonly HashSet<string> _withValue = new(StringComparer.Ordinal)
    {
        "-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--input-type", "--title",
        "--watch-path", "--icu-data-dir", "--openssl-config", "--env-file", "--env-file-if-exists", "--max-http-header-size",
        "--stack-trace-limit", "--disable-warning", "--dns-result-order", "--test-name-pattern", "--test-reporter",
    };

    /// <summary>Index of the script in the arguments; null when the program is in an option (<c>-e</c>) or comes from stdin.</summary>
    public static int? ScriptIndex(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "-e" or "--eval" or "-p" or "--print" or "-pe" or "-")
            {
                return null;
            }

            if (argument == "--")
            {
                return i + 1 < arguments.Count ? i + 1 : null;
            }

            if (!argument.StartsWith('-'))
            {
                return i;
            }

            if (_withValue.Contains(argument))
            {
                i++;
            }
        }

        return null;
    }

    /// <summary>The file that Node would run for a script argument, as its CommonJS resolution finds it; null when there is none.</summary>
    public static string? Resolve(IProjectFiles files, string script)
    {
        if (ProjectFilesExtensions.Normalize(script) is not { } path)
        {
            return null;
        }

        string[] endings = ["", ".js", ".json", ".node"];
        if (path.Length > 0 && endings.Select(ending => path + ending).FirstOrDefault(files.Exists) is { } file)
        {
            return file;
        }

        var prefix = path.Length == 0 ? "" : path + "/";
        if (files.ReadText(prefix + "package.json") is { } text && PackageManifest.TryParse(text, out var manifest, out _)
            && manifest.Main is { Length: > 0 } main && ProjectFilesExtensions.Normalize(prefix + main) is { } mainPath)
        {
            string[] mainEndings = [.. endings, "/index.js", "/index.json"];
            if (mainEndings.Select(ending => mainPath + ending).FirstOrDefault(files.Exists) is { } mainFile)
            {
                return mainFile;
            }
        }

        return files.Exists(prefix + "index.js") ? prefix + "index.js" : null;
    }
}
