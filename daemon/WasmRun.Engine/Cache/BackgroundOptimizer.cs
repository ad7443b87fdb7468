namespace WasmRun.Engine;

/// <summary>
/// Compiles with the optimising compiler on one thread of the lowest priority, one module after the other. The process
/// may end at any moment: what is not finished is begun again by a later one.
/// </summary>
internal sealed class BackgroundOptimizer(TimeSpan delay, Action<WasmEngine, ModuleSource, string> optimize) : IDisposable
{
    /// <summary>Guards all fields.</summary>
    private readonly Lock _lock = new();
    private readonly Queue<(ModuleSource Source, string Sha256)> _waiting = new();
    private readonly HashSet<string> _seen = [];
    private readonly ManualResetEventSlim _disposed = new(false);
    private TaskCompletionSource? _busy;

    public Task Idle
    {
        get
        {
            lock (_lock)
            {
                return _busy?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Queues a module, once in the life of the process.</summary>
    public void Add(ModuleSource source, string sha256)
    {
        lock (_lock)
        {
            if (_disposed.IsSet || !_seen.Add(sha256))
            {
                return;
            }

            _waiting.Enqueue((source, sha256));
            if (_busy is null)
            {
                _busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                new Thread(Run) { Name = "wasmrun optimizer", IsBackground = true, Priority = ThreadPriority.Lowest }.Start();
            }
        }
    }

    public void Dispose() => _disposed.Set();

    private void Run()
    {
        ThreadNice.LowerThisThread();
        _disposed.Wait(delay);

        // Not parallel: Wasmtime's compile threads would run at normal priority, beside the guest.
        using var engine = new WasmEngine(CompileStrategy.Cranelift, parallel: false);
        while (true)
        {
            (ModuleSource Source, string Sha256) next;
            lock (_lock)
            {
                if (_disposed.IsSet || !_waiting.TryDequeue(out next))
                {
                    _busy!.SetResult();
                    _busy = null;
                    return;
                }
            }

            try
            {
                optimize(engine, next.Source, next.Sha256);
            }
            catch (InvalidModuleException)
            {
                // The baseline compiler took it, so only a difference of the two compilers can lead here: it stays baseline.
            }
        }
    }
}
