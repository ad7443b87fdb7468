using System.Text.RegularExpressions;

namespace WasmRun.Workspace.Detection;

/// <summary>Reads a script of a <c>package.json</c> as one program with arguments, where it is one. No shell is ever run.</summary>
internal sealed partial class StartScript(IProjectFiles files, PackageManifest manifest)
{
    /// <summary>How many <c>npm run</c> may lead to one another.</summary>
    private const int MaxDelegations = 8;

    private const int MaxLauncherBytes = 16 * 1024;

    /// <summary>The entry behind a script, or why it can't be run.</summary>
    public (ProjectEntry? Entry, DetectionProblem? Problem) Read(string name) => Read(name, name, [], MaxDelegations);

    private (ProjectEntry? Entry, DetectionProblem? Problem) Read(string asked, string name, IReadOnlyList<string> extra, int delegations)
    {
        var script = manifest.Scripts[name];
        if (!ShellWords.TrySplit(script, out var split, out var obstacle))
        {
            return (null, Problem(name, $"needs a shell because of {obstacle}"));
        }

        var words = new List<string>(split);
        var environment = TakeAssignments(words);
        if (words.Count == 0)
        {
            return (null, Problem(name, "runs no program"));
        }

        words.AddRange(extra);
        var program = words[0];
        List<string> arguments = words[1..];
        switch (program)
        {
            case "npm" or "yarn" or "pnpm" when Delegate(program, arguments, out var next, out var rest):
                if (!manifest.Scripts.ContainsKey(next))
                {
                    return (null, Problem(name, $"runs the script \"{next}\", which package.json does not have"));
                }

                var (entry, problem) = delegations == 0
                    ? (null, Problem(name, "leads back to itself"))
                    : Read(asked, next, rest, delegations - 1);
                return (entry is null ? null : entry with { Environment = Merge(environment, entry.Environment) }, problem);
            case "node" or "nodejs":
                return Node(asked, name, arguments, environment);
            case "python" or "python3":
                return (Python(asked, arguments, environment), null);

            // wasmrun restarts a plain server by itself, and keeps its port meanwhile; a nodemon inside would only be slower.
            case "nodemon" when arguments.Count > 0 && !arguments[0].StartsWith('-'):
                return Node(asked, name, arguments, environment);
            case "nodemon" when arguments.Count == 0 && NodeCommandLine.Resolve(files, ".") is not null:
                return Node(asked, name, ["."], environment);
        }

        if (Launcher(program) is { } launcher)
        {
            return Node(asked, name, [launcher, .. arguments], environment);
        }

        var why = manifest.Dependencies.Any(dependency => dependency == program || dependency.EndsWith('/' + program))
            ? $"runs \"{program}\", which is not installed"
            : $"runs \"{program}\", which is no program that wasmrun knows";
        return (null, why.EndsWith("installed", StringComparison.Ordinal)
            ? new DetectionProblem(Sentence(name, why), "Run `wasmrun install`, then try again.")
            : Problem(name, why));
    }

    private (ProjectEntry? Entry, DetectionProblem? Problem) Node(
        string asked, string name, List<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        string? file = null;
        if (NodeCommandLine.ScriptIndex(arguments) is { } index)
        {
            file = NodeCommandLine.Resolve(files, arguments[index]);
            if (file is null)
            {
                return (null, MissingFile(name, arguments[index]));
            }
        }

        return (Entry(asked, ProjectKind.Node, file, arguments, environment), null);
    }

    private static ProjectEntry Python(string asked, List<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var file = arguments.TakeWhile(argument => argument != "-m" && argument != "-c").FirstOrDefault(argument => !argument.StartsWith('-'));
        return Entry(asked, ProjectKind.Python, file is null ? null : ProjectFilesExtensions.Normalize(file), arguments, environment);
    }

    private static ProjectEntry Entry(
        string asked, ProjectKind kind, string? file, List<string> arguments, IReadOnlyDictionary<string, string> environment) => new()
        {
            Kind = kind,
            Title = asked == "start" ? "npm start" : $"npm run {asked}",
            File = file,
            Arguments = arguments,
            Environment = environment,
            DecidedBy = "package.json",
            Reason = $"scripts.{asked} in package.json",
        };

    private DetectionProblem MissingFile(string name, string script)
    {
        string[] builders = ["prestart", "build", "compile", "prepare"];
        var message = Sentence(name, $"runs \"{script}\", which is not there");
        return builders.FirstOrDefault(manifest.Scripts.ContainsKey) is { } builder
            ? new DetectionProblem(message, $"The script \"{builder}\" may make it: run that one first, or name a file, such as `wasmrun run FILE.js`.")
            : new DetectionProblem(message, "Correct the script, or name a file, such as `wasmrun run FILE.js`.");
    }

    private DetectionProblem Problem(string name, string why) => new(
        Sentence(name, why),
        "Make it one program, such as `node server.js`, or name the file to run: `wasmrun run FILE.js`.");

    private string Sentence(string name, string why) => $"The script \"{name}\" in package.json (`{manifest.Scripts[name]}`) {why}.";

    /// <summary>Takes <c>NAME=value</c> words off the front, with or without cross-env.</summary>
    private static Dictionary<string, string> TakeAssignments(List<string> words)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        while (words.Count > 0 && (words[0] is "cross-env" or "env" || Assignment().IsMatch(words[0])))
        {
            if (words[0].Split('=', 2) is [var key, var value])
            {
                environment[key] = value;
            }

            words.RemoveAt(0);
        }

        return environment;
    }

    /// <summary><c>npm run x -- args</c>, <c>npm start</c>, <c>yarn x</c>: another script of the same file.</summary>
    private static bool Delegate(string program, List<string> arguments, out string script, out IReadOnlyList<string> rest)
    {
        var words = arguments.Where(word => word is not ("-s" or "--silent")).ToList();
        if (words is ["run" or "run-script", ..])
        {
            words.RemoveAt(0);
        }
        else if (program == "npm" && words is not ["start" or "test", ..])
        {
            words.Clear();
        }

        script = words.Count > 0 ? words[0] : "";
        rest = [.. words.Skip(1).Where((word, i) => i > 0 || word != "--")];
        return words.Count > 0 && !script.StartsWith('-');
    }

    /// <summary>The JavaScript file behind a command that an installed package brings, relative to the project.</summary>
    private string? Launcher(string command)
    {
        if (command.Contains('/'))
        {
            return null;
        }

        var path = $"node_modules/.bin/{command}";
        if (files.ReadText(path, MaxLauncherBytes) is not { } text)
        {
            return null;
        }

        if (NodeShebang().IsMatch(text))
        {
            return path;
        }

        // On Windows npm writes a shell script in the link's place, which names the file relative to itself.
        var match = ShimTarget().Match(text);
        return match.Success ? ProjectFilesExtensions.Normalize($"node_modules/.bin/{match.Groups[1].Value}") : null;
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> outer, IReadOnlyDictionary<string, string> inner)
    {
        var merged = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        foreach (var (key, value) in inner)
        {
            merged[key] = value;
        }

        return merged;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\A#!.*\bnode\b")]
    private static partial Regex NodeShebang();

    [GeneratedRegex(@"""\$basedir/([^""]+\.[cm]?js)""")]
    private static partial Regex ShimTarget();
}
