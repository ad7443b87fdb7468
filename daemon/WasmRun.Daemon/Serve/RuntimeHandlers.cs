using WasmRun.Daemon.Rpc;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Runtimes;
using WasmRun.Runtimes.Resolution;
using WasmRun.Workspace.Detection;

namespace WasmRun.Daemon.Serve;

/// <summary>The <c>runtimes/*</c> methods.</summary>
internal sealed class RuntimeHandlers(RuntimeStore store, ProjectPlanner planner, RunTable runs, ClientNotifier client)
{
    public RuntimesListResult List(RuntimesListParams parameters)
    {
        var files = parameters.Folder is { } folder && Directory.Exists(folder) ? ProjectPlanner.OpenFolder(folder) : null;
        return new RuntimesListResult([.. store.Catalogue.Runtimes.Select(name => Describe(name, files))]);
    }

    public async Task<RuntimesInstallResult> InstallAsync(RuntimesInstallParams parameters, CancellationToken cancellationToken)
    {
        var release = new VersionResolver(store.Catalogue).ResolveExplicit($"{parameters.Name}@{parameters.Version}").Require();
        var token = parameters.Token;
        var progress = token is null ? null : new FetchReports.Throttled(value => _ = client.Progress(FetchReports.ToParams(token, value)));
        try
        {
            await store.GetAsync(release.Id, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (token is not null)
            {
                _ = client.Progress(new ProgressParams(token, "", Done: true));
            }
        }

        return new RuntimesInstallResult(release.Name, release.Version, release.InstalledSize);
    }

    public async Task<RuntimesRemoveResult> RemoveAsync(RuntimesRemoveParams parameters, CancellationToken cancellationToken)
    {
        var release = store.Catalogue.Get(new RuntimeId(parameters.Name, parameters.Version));
        if (runs.List().Any(run => !run.HasEnded && run.Plan.RuntimeId == release.Id))
        {
            throw new RpcException(
                ErrorCodes.RuntimeInUse, $"{release.Id} can't be removed: a program runs on it.", "Stop the program first.");
        }

        var isRemoved = await store.RemoveAsync(release.Id, cancellationToken).ConfigureAwait(false);
        return new RuntimesRemoveResult(isRemoved ? release.InstalledSize : 0);
    }

    private RuntimeInfo Describe(string name, HostProjectFiles? files)
    {
        var wanted = files is null ? null : planner.Resolve(name, files);
        var versions = store.Catalogue.VersionsOf(name).Select(release =>
        {
            var isInstalled = store.IsInstalled(release.Id);
            var isChosen = wanted?.Chosen?.Id == release.Id;
            return new RuntimeVersion(
                release.Version,
                isInstalled,
                isInstalled ? release.InstalledSize : release.Package.Size,
                isChosen && wanted!.DecidedBy is not null,
                isChosen,
                release.Line?.Lts);
        });
        return new RuntimeInfo(name, RuntimeTitles.Of(name), [.. versions], ProjectPlanner.ToRequest(wanted?.DecidedBy));
    }
}
