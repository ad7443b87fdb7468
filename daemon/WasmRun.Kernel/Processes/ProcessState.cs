namespace WasmRun.Kernel.Processes;

/// <summary>Where a process is in its life.</summary>
public enum ProcessState
{
    /// <summary>Made, its program not entered yet.</summary>
    Starting,

    /// <summary>Computing.</summary>
    Running,

    /// <summary>Waiting for data, time or another process.</summary>
    Sleeping,

    /// <summary>Ended; kept until its parent has read the exit status.</summary>
    Zombie,
}
