namespace WasmRun.Runtimes.Resolution;

/// <summary>A request found in a file.</summary>
/// <param name="Origin">Where, and its text.</param>
/// <param name="Request">Null when it isn't understood.</param>
/// <param name="IsPick">
/// Somebody chose one version to work with (<c>.nvmrc</c>), as opposed to a range of versions that should work
/// (<c>engines</c>).
/// </param>
internal sealed record FoundRequest(RequestOrigin Origin, VersionRequest? Request, bool IsPick);

/// <summary>Finds the requests of one kind of file, the ones that count first.</summary>
internal delegate IEnumerable<FoundRequest> RequestSource(IProjectFiles files);

/// <summary>
/// Which files say what version of a runtime a project wants, in the order in which they count: what somebody chose
/// to work with before what the project declares to support. A further language is a further row.
/// </summary>
internal static class RequestSources
{
    public static IReadOnlyList<RequestSource> For(string runtime) => runtime switch
    {
        "node" =>
        [
            VersionFiles.FirstLine(".nvmrc", NodeRequests.Parse),
            VersionFiles.FirstLine(".node-version", NodeRequests.Parse),
            PackageJson.Volta,
            PackageJson.DevEngines,
            VersionFiles.ToolVersions(["nodejs", "node"], NodeRequests.Parse),
            VersionFiles.Mise(["node", "nodejs"], NodeRequests.Parse),
            PackageJson.Engines,
        ],
        "python" =>
        [
            VersionFiles.FirstLine(".python-version", PythonRequests.ParseVersion),
            VersionFiles.ToolVersions(["python"], PythonRequests.ParseVersion),
            VersionFiles.Mise(["python"], PythonRequests.ParseVersion),
            VersionFiles.FirstLine("runtime.txt", PythonRequests.ParseVersion),
            PythonProject.Pipfile,
            PythonProject.Pyproject,
        ],
        _ => [],
    };

    /// <summary>How the command line's <c>NAME@TEXT</c> is read.</summary>
    public static VersionRequest? ParseExplicit(string runtime, string text) => runtime switch
    {
        "node" => NodeRequests.Parse(text),
        "python" => PythonRequests.ParseVersion(text),
        _ => NpmRange.TryParse(text, out var range) ? new NpmRangeRequest(range) : null,
    };
}
