using WasmRun.Workspace.Detection;

namespace WasmRun.Workspace.Reload;

/// <summary>Finds the reload rule of a run.</summary>
public static class ReloadRules
{
    /// <summary>Commands of packages that watch by themselves, as the folder or the file that runs is called.</summary>
    private static readonly HashSet<string> _watchers = new(StringComparer.Ordinal)
    {
        "nodemon", "node-dev", "ts-node-dev", "tsnd", "supervisor", "vite", "webpack-dev-server", "browser-sync", "live-server", "parcel",
    };

    /// <summary>Commands that watch when their first argument is one of these.</summary>
    private static readonly HashSet<string> _devCommands = new(StringComparer.Ordinal) { "dev", "watch", "serve", "start:dev" };

    private static readonly HashSet<string> _devTools = new(StringComparer.Ordinal) { "next", "nuxt", "nuxi", "astro", "remix", "tsx", "ng", "nest", "webpack", "vue-cli-service" };

    /// <param name="entry">What runs.</param>
    /// <param name="watch">The user asked for <c>--watch</c>.</param>
    public static ReloadRule For(ProjectEntry entry, bool watch) =>
        WatchesItself(entry) ? ReloadRule.None : watch ? ReloadRule.Restart : ReloadRule.RestartServer;

    private static bool WatchesItself(ProjectEntry entry) => entry.Kind switch
    {
        ProjectKind.Node => NodeWatchesItself(entry.Arguments),
        ProjectKind.Python => PythonWatchesItself(entry.Arguments),
        _ => false,
    };

    private static bool NodeWatchesItself(IReadOnlyList<string> arguments)
    {
        var script = NodeCommandLine.ScriptIndex(arguments);
        var options = arguments.Take(script ?? arguments.Count);
        if (options.Any(option => option == "--watch" || option.StartsWith("--watch-path", StringComparison.Ordinal)))
        {
            return true;
        }

        if (script is not { } index || !arguments[index].StartsWith("node_modules/", StringComparison.Ordinal))
        {
            return false;
        }

        var names = arguments[index].Split('/').Select(Path.GetFileNameWithoutExtension).OfType<string>().ToList();
        var first = arguments.Skip(index + 1).FirstOrDefault() ?? "";
        return (names.Exists(_watchers.Contains) && first is not ("build" or "preview"))
            || (names.Exists(_devTools.Contains) && _devCommands.Contains(first));
    }

    /// <summary>flask and uvicorn reload with <c>--reload</c> or <c>--debug</c>; Django unless told not to.</summary>
    private static bool PythonWatchesItself(IReadOnlyList<string> arguments) =>
        arguments.Contains("--reload")
        || (arguments.Contains("flask") && arguments.Contains("--debug") && !arguments.Contains("--no-reload"))
        || (arguments.Contains("manage.py") && arguments.Contains("runserver") && !arguments.Contains("--noreload"));
}
