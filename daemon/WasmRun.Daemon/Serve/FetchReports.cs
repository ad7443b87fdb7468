using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Serve;

/// <summary>Download progress in the contract's words.</summary>
internal static class FetchReports
{
    public static ProgressParams ToParams(string token, FetchProgress progress)
    {
        var what = $"{RuntimeTitles.Of(progress.Runtime.Name)} {progress.Runtime.Version}";
        return new ProgressParams(
            token,
            progress.Phase == FetchPhase.Downloading ? $"Downloading {what}" : $"Preparing {what}",
            progress.Phase switch
            {
                FetchPhase.Waiting => "another wasmrun is fetching it",
                FetchPhase.Resolving => "asking the registry",
                FetchPhase.Unpacking => "unpacking",
                _ => null,
            },
            progress.Bytes,
            progress.Total == 0 ? null : progress.Total);
    }

    /// <summary>Reports at most ten times a second, and every change of phase.</summary>
    public sealed class Throttled(Action<FetchProgress> report) : IProgress<FetchProgress>
    {
        private const long IntervalMs = 100;
        private long _last = -IntervalMs;
        private FetchPhase? _phase;

        public void Report(FetchProgress value)
        {
            var now = Environment.TickCount64;
            if (value.Phase != _phase || now - _last >= IntervalMs)
            {
                (_last, _phase) = (now, value.Phase);
                report(value);
            }
        }
    }
}
