using System.Collections.Concurrent;
using System.Text;
using MAB.DotIgnore;
using WasmRun.Workspace.Detection;

namespace WasmRun.Workspace.Watch;

/// <summary>What is no reason to reload: what git ignores, and what packages, caches and editors write.</summary>
/// <remarks>Source: gitignore(5). The last rule that matches decides, deeper files before outer ones; what is in an ignored directory is ignored.</remarks>
public sealed class WatchFilter(IProjectFiles files)
{
    public const string IgnoreFile = ".gitignore";

    private const int MaxIgnoreFileBytes = 1 << 20;

    private static readonly IgnoreList _always = new(
    [
        ".git/", ".hg/", ".svn/", "node_modules/", "bower_components/", "__pycache__/", ".venv/", "venv/", ".tox/",
        ".mypy_cache/", ".pytest_cache/", ".nyc_output/", ".idea/", ".vscode/", ".wasmrun-new-*",
        ".DS_Store", "Thumbs.db", "*.swp", "*.swx", "*~", ".#*", "\\#*\\#", "4913", "*.pyc", "*.log",
    ]);

    private readonly ConcurrentDictionary<string, IgnoreList?> _lists = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _directories = new(StringComparer.Ordinal);

    /// <summary>Reads the ignore files anew when next asked.</summary>
    public void Reload()
    {
        _lists.Clear();
        _directories.Clear();
    }

    /// <param name="path">Relative to the project, with slashes.</param>
    /// <param name="isDirectory">Whether a directory is there (or was).</param>
    public bool IsIgnored(string path, bool isDirectory)
    {
        var slash = path.LastIndexOf('/');
        return (slash > 0 && IsIgnoredDirectory(path[..slash])) || (isDirectory ? IsIgnoredDirectory(path) : Matches(path, isDirectory: false));
    }

    private bool IsIgnoredDirectory(string path)
    {
        if (_directories.TryGetValue(path, out var known))
        {
            return known;
        }

        var slash = path.LastIndexOf('/');
        var ignored = (slash > 0 && IsIgnoredDirectory(path[..slash])) || Matches(path, isDirectory: true);
        _directories[path] = ignored;
        return ignored;
    }

    private bool Matches(string path, bool isDirectory)
    {
        if (Decide(_always, path, isDirectory) == true)
        {
            return true;
        }

        for (var slash = path.LastIndexOf('/'); ; slash = slash > 0 ? path.LastIndexOf('/', slash - 1) : -1)
        {
            var directory = slash < 0 ? "" : path[..slash];
            if (ListOf(directory) is { } list && Decide(list, path[(slash + 1)..], isDirectory) is { } decided)
            {
                return decided;
            }

            if (slash < 0)
            {
                return false;
            }
        }
    }

    private static bool? Decide(IgnoreList list, string path, bool isDirectory)
    {
        for (var i = list.Rules.Count - 1; i >= 0; i--)
        {
            if (list.Rules[i].IsMatch(path, isDirectory))
            {
                return (list.Rules[i].PatternFlags & PatternFlags.NEGATION) == 0;
            }
        }

        return null;
    }

    private IgnoreList? ListOf(string directory) => _lists.GetOrAdd(directory, static (directory, files) =>
    {
        var path = directory.Length == 0 ? IgnoreFile : $"{directory}/{IgnoreFile}";
        return files.ReadHead(path, MaxIgnoreFileBytes) is { Length: > 0 } bytes
            ? new IgnoreList(Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r')))
            : null;
    }, files);
}
