namespace WasmRun.Kernel.Processes;

/// <summary>Gives out pids, rising; shared by all machines of a daemon so that a pid names one process in every view.</summary>
public sealed class PidAllocator
{
    private int _last;

    public int Next() => Interlocked.Increment(ref _last);
}
