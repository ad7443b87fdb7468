using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Runs;

/// <summary>The runs of this daemon by id.</summary>
internal sealed class RunTable
{
    /// <summary>Ended runs that are remembered, so that a client can still ask for them or start them again.</summary>
    private const int MaxEnded = 32;

    private readonly Lock _lock = new();
    private readonly List<Run> _runs = [];

    /// <summary>False when a run with this id goes on; one that has ended makes room.</summary>
    public bool TryAdd(Run run)
    {
        lock (_lock)
        {
            if (_runs.Exists(other => other.Id == run.Id && !other.HasEnded))
            {
                return false;
            }

            _runs.RemoveAll(other => other.Id == run.Id);
            _runs.Add(run);
            while (_runs.Count(other => other.HasEnded) > MaxEnded)
            {
                _runs.Remove(_runs.First(other => other.HasEnded));
            }

            return true;
        }
    }

    public Run? Find(string id)
    {
        lock (_lock)
        {
            return _runs.Find(run => run.Id == id);
        }
    }

    public IReadOnlyList<Run> List()
    {
        lock (_lock)
        {
            return [.. _runs];
        }
    }

    /// <summary>Sends a signal to the process with this pid in any run; false when there is none.</summary>
    public bool TrySend(int pid, Signal signal)
    {
        foreach (var run in List())
        {
            if (run.Process is { } first && first.Pid == pid && first.State != ProcessState.Zombie)
            {
                run.Send(signal);
                return true;
            }

            if (run.Machine.Processes.Find(pid) is { } process)
            {
                return process.Send(signal) == Kernel.Errno.Success;
            }
        }

        return false;
    }
}
