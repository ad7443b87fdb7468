using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Processes;

/// <summary>One guest program at work: its identity, its files, its signals and how it ended. It runs on one thread of its own.</summary>
/// <remarks>Lock order: the process's lock before the waiter's; never held while files are closed or events are raised.</remarks>
public sealed class Process
{
    private readonly Lock _lock = new();
    private readonly HashSet<Signal> _handled = [];
    private readonly Queue<Signal> _pending = new();
    private volatile bool _isEnding;
    private volatile ISyscallTrace? _trace;
    private Signal _fatalSignal;

    internal Process(Machine machine, int pid, ProcessStart start)
    {
        Machine = machine;
        Pid = pid;
        Parent = start.Parent;
        Arguments = start.Arguments;
        Environment = start.Environment;
        WorkingDirectory = start.WorkingDirectory;
        Limits = start.Limits;
        Files = new FdTable(start.Limits.OpenFiles);
        Files.Set(0, new FileDescriptor(start.Stdio.Input));
        Files.Set(1, new FileDescriptor(start.Stdio.Output));
        Files.Set(2, new FileDescriptor(start.Stdio.Error));
        StartedAt = machine.Clock.RealtimeNanoseconds;
    }

    public Machine Machine { get; }

    public int Pid { get; }

    public Process? Parent { get; }

    public IReadOnlyList<string> Arguments { get; }

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Absolute path; what relative paths start from.</summary>
    public string WorkingDirectory { get; set; }

    public ProcessLimits Limits { get; }

    public FdTable Files { get; }

    /// <summary>What this process's thread sleeps on.</summary>
    public ThreadWaiter Waiter { get; } = new();

    /// <summary>Woken when the process has ended.</summary>
    public WaitQueue Exited { get; } = new();

    public ProcessState State { get; private set; } = ProcessState.Starting;

    /// <summary>Set once, when <see cref="State"/> becomes <see cref="ProcessState.Zombie"/>.</summary>
    public ExitStatus? ExitStatus { get; private set; }

    /// <summary>Nanoseconds since 1970.</summary>
    public long StartedAt { get; }

    /// <summary>CPU time of the guest's thread in nanoseconds; kept current by the engine.</summary>
    public long CpuNanoseconds { get; set; }

    /// <summary>Linear memory in bytes; kept current by the engine.</summary>
    public long MemoryBytes { get; set; }

    /// <summary>Where each system call is told, as strace does; null, the usual case, costs nothing. For any thread.</summary>
    public ISyscallTrace? Trace
    {
        get => _trace;
        set => _trace = value;
    }

    /// <summary>True from the moment a fatal signal arrived: every wait returns and the engine unwinds the guest.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>The signal that is ending the process; <see cref="Signal.None"/> while none is.</summary>
    public Signal FatalSignal => _isEnding ? _fatalSignal : Signal.None;

    /// <summary>True when a handled signal waits to be taken.</summary>
    public bool HasPendingSignal
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count > 0;
            }
        }
    }

    /// <summary>Sends a signal: queued where the runtime handles it, else the default action.</summary>
    /// <returns><see cref="Errno.NoProcess"/> after the end.</returns>
    public Errno Send(Signal signal)
    {
        lock (_lock)
        {
            if (State == ProcessState.Zombie)
            {
                return Errno.NoProcess;
            }

            if (signal != Signal.Kill && _handled.Contains(signal))
            {
                if (!_pending.Contains(signal))
                {
                    _pending.Enqueue(signal);
                }
            }
            else if (signal.IsIgnoredByDefault())
            {
                return Errno.Success;
            }
            else if (!_isEnding)
            {
                _fatalSignal = signal;
                _isEnding = true;
            }
        }

        Waiter.Wake();
        return Errno.Success;
    }

    /// <summary>Says whether the runtime inside takes a signal itself; SIGKILL can't be taken.</summary>
    public void SetHandled(Signal signal, bool handled)
    {
        lock (_lock)
        {
            if (handled)
            {
                _handled.Add(signal);
            }
            else
            {
                _handled.Remove(signal);
            }
        }
    }

    /// <summary>Takes the oldest signal that waits for the runtime's handler.</summary>
    public bool TryTakeSignal(out Signal signal)
    {
        lock (_lock)
        {
            return _pending.TryDequeue(out signal);
        }
    }

    /// <summary>Sleeps on <see cref="Waiter"/>; every blocking wait of the kernel ends up here.</summary>
    /// <returns>Success when woken (test the condition again), <see cref="Errno.TimedOut"/>, or <see cref="Errno.Interrupted"/> by a signal.</returns>
    public Errno Sleep(long timeoutNanoseconds)
    {
        if (_isEnding || HasPendingSignal)
        {
            return Errno.Interrupted;
        }

        SetState(ProcessState.Sleeping);
        var woken = Waiter.Sleep(timeoutNanoseconds);
        SetState(ProcessState.Running);
        if (_isEnding || HasPendingSignal)
        {
            return Errno.Interrupted;
        }

        return woken ? Errno.Success : Errno.TimedOut;
    }

    /// <summary>The program is entered.</summary>
    public void MarkRunning() => SetState(ProcessState.Running);

    /// <summary>The process has ended: its files are closed, its parent is told. Called once, by whoever runs it.</summary>
    public void Exit(ExitStatus status)
    {
        Files.CloseAll();
        lock (_lock)
        {
            if (State == ProcessState.Zombie)
            {
                return;
            }

            ExitStatus = status;
            State = ProcessState.Zombie;
        }

        Exited.WakeAll();
        Machine.Processes.OnExited(this);
        Parent?.Send(Signal.Child);
    }

    /// <summary>Completes with the exit status; for asynchronous callers.</summary>
    public async Task<ExitStatus> WaitAsync(CancellationToken cancellationToken = default)
    {
        var waiter = new AsyncWaiter();
        Exited.Add(waiter);
        try
        {
            while (ExitStatus is null)
            {
                await waiter.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return ExitStatus.Value;
        }
        finally
        {
            Exited.Remove(waiter);
        }
    }

    private void SetState(ProcessState state)
    {
        lock (_lock)
        {
            if (State != ProcessState.Zombie)
            {
                State = state;
            }
        }
    }
}
