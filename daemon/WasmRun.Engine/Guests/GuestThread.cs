namespace WasmRun.Engine;

/// <summary>The operating system thread of one guest, with the stack that WebAssembly recursion needs.</summary>
public sealed class GuestThread
{
    /// <summary>
    /// Address space, not memory: pages are used as the stack grows. Four times the WebAssembly stack, for our own frames
    /// and the engine's lie on the same stack.
    /// </summary>
    public const int StackBytes = 4 * WasmEngine.MaxWasmStackBytes;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _cpuTicks;

    private GuestThread(string name, Action<GuestThread> body)
    {
        var thread = new Thread(() => Run(body), StackBytes) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Completes when the body has returned; carries its exception if it threw.</summary>
    public Task Ended => _ended.Task;

    /// <summary>CPU time as of the last <see cref="Sample"/>; from any thread.</summary>
    public TimeSpan CpuTime => TimeSpan.FromTicks(Volatile.Read(ref _cpuTicks));

    /// <summary>Starts a thread. The body must call <see cref="Sample"/> on each epoch.</summary>
    public static GuestThread Start(string name, Action<GuestThread> body) => new(name, body);

    /// <summary>Publishes the CPU time used so far; on this thread only.</summary>
    public TimeSpan Sample()
    {
        var used = ThreadCpuClock.Now();
        Volatile.Write(ref _cpuTicks, used.Ticks);
        return used;
    }

    private void Run(Action<GuestThread> body)
    {
        try
        {
            body(this);
            Sample();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            Sample();
            _ended.SetException(exception);
        }
    }
}
