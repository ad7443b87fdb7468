using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Kernel;
using WasmRun.Runtimes;
using WasmRun.Runtimes.Resolution;
using WasmRun.Workspace.Detection;
using WasmRun.Workspace.Host;

namespace WasmRun.Daemon.Runs;

/// <summary>From a folder to what would run: detection, then version resolution. Reads the project; changes and downloads nothing.</summary>
internal sealed class ProjectPlanner(RuntimeStore store)
{
    private readonly VersionResolver _versions = new(store.Catalogue);

    /// <exception cref="UserErrorException">There is no such folder, or nothing in it says how to run it.</exception>
    /// <exception cref="RuntimeException">The version asked for can't be had.</exception>
    public ProjectPlan Plan(RunRequest request)
    {
        var files = OpenFolder(request.Folder);
        var explicitly = request.Runtime is null ? null : _versions.ResolveExplicit(request.Runtime);
        var result = ProjectDetector.Detect(files, new DetectionRequest
        {
            File = request.File,
            Kind = explicitly is null ? null : KindOf(explicitly.Runtime),
            Arguments = request.Arguments,
        });
        if (!result.IsFound)
        {
            throw new UserErrorException(result.Problem.Message, result.Problem.Advice)
            {
                Code = request.File is null ? ErrorCodes.ProjectUnknown : ErrorCodes.EntryNotFound,
            };
        }

        return result.Project.Entry.RuntimeName is { } runtime
            ? new ProjectPlan(result.Project, Describe(explicitly ?? Resolve(runtime, files)))
            : new ProjectPlan(result.Project, null);
    }

    /// <exception cref="UserErrorException">There is no such folder, or it can't be read.</exception>
    public static HostProjectFiles OpenFolder(string folder) => HostRoot.Open(folder, out var root) switch
    {
        Errno.Success => new HostProjectFiles(root!),
        var errno => throw new UserErrorException(
            $"The folder {folder} can't be opened: {errno.PosixName()}.", "Check the path and its permissions.")
        { Code = ErrorCodes.FolderNotFound },
    };

    /// <summary>What a project asks for of one runtime, without failing when nothing fits.</summary>
    public VersionResolution Resolve(string runtime, HostProjectFiles files) => _versions.Resolve(runtime, new ResolutionFiles(files));

    /// <summary>The resolution in the contract's words.</summary>
    /// <exception cref="RuntimeException">Nothing fits.</exception>
    private RuntimeResolution Describe(VersionResolution resolution)
    {
        var release = resolution.Require();
        var isInstalled = store.IsInstalled(release.Id);
        return new RuntimeResolution(
            release.Name,
            RuntimeTitles.Of(release.Name),
            release.Version,
            resolution.Reason,
            isInstalled,
            ToRequest(resolution.DecidedBy),
            isInstalled ? null : release.Package.Size);
    }

    /// <summary>Where a request stands, in the contract's words; null when the project asks for nothing.</summary>
    public static RuntimeRequest? ToRequest(RequestOrigin? origin) => origin is null
        ? null
        : new RuntimeRequest(
            origin.Text,
            origin.Key.Length == 0 ? origin.File : $"{origin.Key} in {origin.File}",
            origin.File.StartsWith('-') ? null : origin.File);

    private static Workspace.Detection.ProjectKind? KindOf(string runtime) => runtime switch
    {
        "node" => Workspace.Detection.ProjectKind.Node,
        "python" => Workspace.Detection.ProjectKind.Python,
        _ => null,
    };

    /// <summary>The same files as version resolution asks for them.</summary>
    private sealed class ResolutionFiles(HostProjectFiles files) : Runtimes.Resolution.IProjectFiles
    {
        /// <summary>No file that states a version is larger.</summary>
        private const int MaxBytes = 1 << 20;

        public string? ReadText(string path) =>
            files.ReadHead(path, MaxBytes) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
    }
}
