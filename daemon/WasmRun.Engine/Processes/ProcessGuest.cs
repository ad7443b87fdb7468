using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Engine;

/// <summary>
/// A kernel process as the engine runs it: a thread, the signals that end it, what it uses, and its end. The same for WASI
/// programs and for runtimes that are not WASI.
/// </summary>
public sealed class ProcessGuest : IGuestControl
{
    private readonly GuestThread _thread;
    private GuestInstance? _instance;

    private ProcessGuest(Process process, GuestThread thread)
    {
        Process = process;
        _thread = thread;
    }

    public Process Process { get; }

    public int PendingKill => (int)Process.FatalSignal;

    /// <summary>The options with which this process's instance is to be made; pass it to <see cref="Attach"/> afterwards.</summary>
    /// <param name="state">What its host functions act on.</param>
    public GuestOptions Options(object state) => new()
    {
        Control = this,
        State = state,
        MemoryLimitBytes = Process.Limits.MemoryBytes,
    };

    /// <summary>Whose memory is accounted to the process.</summary>
    public void Attach(GuestInstance instance) => _instance = instance;

    public void OnEpoch()
    {
        SampleCpu();
        Process.MemoryBytes = _instance?.MemoryLength ?? 0;
    }

    /// <summary>CPU time of the process in nanoseconds, exactly now; on its own thread only.</summary>
    public long SampleCpu() => Process.CpuNanoseconds = _thread.Sample().Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>
    /// Runs a process on a thread of its own and ends it, whatever happens: the outcome becomes the exit status, a fault is
    /// told on the process's stderr.
    /// </summary>
    /// <param name="process">In state <see cref="ProcessState.Starting"/>.</param>
    /// <param name="body">Makes the instance and runs it to its end.</param>
    public static void Start(Process process, Func<ProcessGuest, GuestOutcome> body) =>
        GuestThread.Start($"pid {process.Pid}", thread => Run(new ProcessGuest(process, thread), body));

    private static void Run(ProcessGuest guest, Func<ProcessGuest, GuestOutcome> body)
    {
        var process = guest.Process;
        process.MarkRunning();
        GuestOutcome outcome;
        try
        {
            outcome = body(guest);
        }
        catch (GuestEndedException ended)
        {
            outcome = ended.Outcome;
        }
        catch (InvalidModuleException exception)
        {
            Tell(process, exception.Message);
            process.Exit(ExitStatus.FromCode(NotExecutable));
            return;
        }
        catch (Exception exception)
        {
            outcome = new GuestOutcome.InternalError("start", exception);
        }

        guest.SampleCpu();
        guest._instance = null;
        process.Exit(Report(process, outcome));
    }

    private static ExitStatus Report(Process process, GuestOutcome outcome)
    {
        switch (outcome)
        {
            case GuestOutcome.Exited exited:
                return ExitStatus.FromCode(exited.Status);
            case GuestOutcome.Killed killed:
                return ExitStatus.FromSignal((Signal)killed.Signal);
            case GuestOutcome.Trapped trapped:
                Tell(process, string.Join("\n    at ", [trapped.Message, .. trapped.Backtrace.Take(MaxFramesTold)]));
                return ExitStatus.FromSignal(Signal.Abort);
            case GuestOutcome.InternalError error:
                Tell(process, $"internal error in {error.HostFunction}: {error.Cause}\nThis is a bug of wasmrun. Please report it with the lines above.");
                return ExitStatus.FromSignal(Signal.Abort);
            default:
                throw new InvalidOperationException($"unknown outcome {outcome}");
        }
    }

    /// <summary>A line for the user on the process's stderr; lost when nobody reads it.</summary>
    private static void Tell(Process process, string message)
    {
        if (process.Files.Get(2, out var descriptor) == Errno.Success)
        {
            var line = $"wasmrun: {NameOf(process)} (pid {process.Pid}): {message}\n";
            BlockingIo.Write(process, descriptor!.File, System.Text.Encoding.UTF8.GetBytes(line), out _);
        }
    }

    private static string NameOf(Process process) => process.Arguments is [var name, ..] ? name : "program";

    /// <summary>What shells report for a file that can't be executed.</summary>
    private const int NotExecutable = 126;

    private const int MaxFramesTold = 16;
}
