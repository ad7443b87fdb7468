using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Serve;

/// <summary>The process table of all runs as clients see it, with CPU shares measured between two looks.</summary>
internal sealed class ProcessMonitor(RunTable runs)
{
    /// <summary>Guards <see cref="_samples"/>.</summary>
    private readonly Lock _lock = new();
    private Dictionary<int, Sample> _samples = [];

    public IReadOnlyList<ProcessInfo> Snapshot()
    {
        lock (_lock)
        {
            var now = Environment.TickCount64;
            var next = new Dictionary<int, Sample>();
            var processes = new List<ProcessInfo>();
            foreach (var run in runs.List())
            {
                var ports = run.Machine.Network.OpenPorts();
                foreach (var process in run.Machine.Processes.List().Where(process => process.State != ProcessState.Zombie))
                {
                    next[process.Pid] = Measure(process, now);
                    processes.Add(Describe(run, process, next[process.Pid].Share, [.. ports.Where(port => port.Owner == process).Select(port => (int)port.Port)]));
                }
            }

            _samples = next;
            return processes;
        }
    }

    private Sample Measure(Process process, long now)
    {
        if (!_samples.TryGetValue(process.Pid, out var last))
        {
            return new Sample(process.CpuNanoseconds, now, 0);
        }

        // Two looks in quick succession keep the share of the longer interval before them.
        var elapsed = now - last.At;
        return elapsed < MinIntervalMs
            ? last
            : new Sample(process.CpuNanoseconds, now, Math.Clamp((process.CpuNanoseconds - last.Cpu) / (elapsed * 1e6), 0, 1));
    }

    private static ProcessInfo Describe(Run run, Process process, double share, IReadOnlyList<int> ports) => new(
        process.Pid,
        process.Parent?.Pid ?? 0,
        run.Id,
        string.Join(' ', process.Arguments),
        process.State == ProcessState.Sleeping ? ProcessStatus.Sleeping : ProcessStatus.Running,
        process.CpuNanoseconds / 1_000_000,
        Math.Round(share, 3),
        process.MemoryBytes,
        DateTimeOffset.UnixEpoch.AddTicks(process.StartedAt / TimeSpan.NanosecondsPerTick),
        ports);

    private const long MinIntervalMs = 500;

    private readonly record struct Sample(long Cpu, long At, double Share);
}
