using System.Globalization;
using WasmRun.Daemon.Cli;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Engine;
using WasmRun.Runtimes;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Daemon.Hosting;

/// <summary>What is installed, cached, reachable: for <c>wasmrun doctor</c> and for the protocol.</summary>
internal static class Diagnosis
{
    private static readonly TimeSpan s_registryTimeout = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<DoctorRow>> ExamineAsync(RuntimeStore store, CancellationToken cancellationToken) =>
    [
        new DoctorRow("wasmrun", DoctorStatus.Ok, $"{CommandLine.Version}, .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}"),
        ExamineEngine(),
        ExamineStore(store),
        .. store.Catalogue.Releases.Where(release => !release.Component).Select(release => ExamineRuntime(store, release)),
        await ExamineRegistryAsync(store, cancellationToken).ConfigureAwait(false),
    ];

    private static DoctorRow ExamineEngine()
    {
        try
        {
            using var engine = new WasmEngine(CompileStrategy.Cranelift);
            return new DoctorRow("engine", DoctorStatus.Ok, "Wasmtime starts");
        }
        catch (Exception exception) when (exception is DllNotFoundException or WasmEngineException)
        {
            return new DoctorRow("engine", DoctorStatus.Error, $"Wasmtime can't be loaded: {exception.Message}", "Install wasmrun again.");
        }
    }

    private static DoctorRow ExamineStore(RuntimeStore store)
    {
        var bytes = store.List().Sum(stored => stored.Size);
        return new DoctorRow("store", DoctorStatus.Ok, string.Create(CultureInfo.InvariantCulture, $"{store.Root}, {bytes / 1e6:F1} MB of runtimes"));
    }

    private static DoctorRow ExamineRuntime(RuntimeStore store, RuntimeRelease release) => new(
        release.Id.ToString(),
        DoctorStatus.Ok,
        $"{RuntimeTitles.Of(release.Name)} {release.Version}: {(store.IsInstalled(release.Id) ? "ready offline" : "not fetched yet")}");

    private static async Task<DoctorRow> ExamineRegistryAsync(RuntimeStore store, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(s_registryTimeout);
        try
        {
            var package = store.Catalogue.Releases[0].Package;
            var settings = new RegistrySettings(NpmConfiguration.Load(new NpmConfigurationInputs()));
            using var client = new RegistryClient(settings);
            await client.FindTarballAsync(package.Name, package.Version, limited.Token).ConfigureAwait(false);
            return new DoctorRow("registry", DoctorStatus.Ok, $"{settings.RegistryFor(package.Name)} answers");
        }
        catch (RuntimeException exception)
        {
            return new DoctorRow("registry", DoctorStatus.Warning, exception.Message, exception.Hint);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DoctorRow(
                "registry", DoctorStatus.Warning, $"no answer within {s_registryTimeout.TotalSeconds:F0} s", "Runtimes that are ready work without it.");
        }
    }
}
