namespace WasmRun.Kernel.Processes;

/// <summary>The processes of one machine by pid.</summary>
/// <remarks>Lock order: the table's lock is innermost; events are raised without it.</remarks>
public sealed class ProcessTable(Machine machine, PidAllocator pids)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Process> _processes = [];

    /// <summary>Raised on the changing thread after a process was made or has ended.</summary>
    public event Action<Process>? Changed;

    /// <summary>Makes a process in state <see cref="ProcessState.Starting"/>; the caller runs it.</summary>
    /// <returns><see cref="Errno.WouldBlock"/> (POSIX fork's EAGAIN) when the machine has its limit of processes; stdio is released then.</returns>
    public Errno Create(ProcessStart start, out Process? process)
    {
        lock (_lock)
        {
            if (_processes.Count >= machine.MaxProcesses)
            {
                process = null;
            }
            else
            {
                process = new Process(machine, pids.Next(), start);
                _processes.Add(process.Pid, process);
            }
        }

        if (process is null)
        {
            start.Stdio.Input.Release();
            start.Stdio.Output.Release();
            start.Stdio.Error.Release();
            return Errno.WouldBlock;
        }

        Changed?.Invoke(process);
        return Errno.Success;
    }

    public Process? Find(int pid)
    {
        lock (_lock)
        {
            return _processes.GetValueOrDefault(pid);
        }
    }

    /// <summary>All processes, zombies included, by rising pid.</summary>
    public IReadOnlyList<Process> List()
    {
        lock (_lock)
        {
            return [.. _processes.Values];
        }
    }

    /// <summary>Forgets a zombie whose exit status was read.</summary>
    public void Reap(Process process)
    {
        lock (_lock)
        {
            if (process.State == ProcessState.Zombie)
            {
                _processes.Remove(process.Pid);
            }
        }
    }

    /// <summary>Sends a signal to every process of the machine.</summary>
    public void SendAll(Signal signal)
    {
        foreach (var process in List())
        {
            process.Send(signal);
        }
    }

    internal void OnExited(Process process)
    {
        // A process whose parent has ended (or that never had one) is reaped at once: there is nobody to read its status.
        if (process.Parent is not { State: not ProcessState.Zombie })
        {
            Reap(process);
        }

        Changed?.Invoke(process);
    }
}
