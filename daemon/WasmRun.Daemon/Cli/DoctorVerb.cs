using System.CommandLine;
using System.Text.Json;
using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Cli;

/// <summary><c>wasmrun doctor</c>: what is installed, cached, reachable; one line each.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var json = SharedOptions.Json();
        var command = new Command("doctor", "Looks at the installation: engine, store, runtimes, registry.") { json };
        command.SetAction((result, cancellation) => Report.FailuresAsync(async () =>
        {
            var rows = await Diagnosis.ExamineAsync(new RuntimeStore(), cancellation).ConfigureAwait(false);
            var text = result.GetValue(json)
                ? JsonSerializer.Serialize(new DoctorResult(rows), ProtocolJson.Default.DoctorResult)
                : string.Join('\n', rows.Select(ToLine));
            await Console.Out.WriteLineAsync(text).ConfigureAwait(false);
            return rows.Any(row => row.Status == DoctorStatus.Error) ? 1 : 0;
        }));
        return command;
    }

    private static string ToLine(DoctorRow row) =>
        $"{row.Status.ToString().ToLowerInvariant(),-8} {row.Check,-16} {row.Detail}{(row.Hint is null ? "" : $" — {row.Hint}")}";
}
