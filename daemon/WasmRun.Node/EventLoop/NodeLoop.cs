using System.Collections.Concurrent;

namespace WasmRun.Node.EventLoop;

/// <summary>
/// libuv's loop on the kernel's waits, in the order of uv_run since 1.45: timers once, then in each turn pending
/// completions, poll, check (immediates), closing, timers.
/// </summary>
internal sealed class NodeLoop(NodeHost host)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly ConcurrentQueue<Watch> _ready = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Queue<Action> _completions = new();
    private readonly Queue<Action> _closing = new();
    private long _start;
    private int _references;

    public Callbacks Callbacks { get; } = new(host);

    public TimerPhase Timers { get; } = new(host);

    public ImmediatePhase Immediates { get; } = new(host);

    public SignalWatches Signals { get; } = new(host);

    /// <summary>uv_now: milliseconds since the loop began, as of the start of this turn.</summary>
    public long Now { get; private set; }

    /// <summary>Nanoseconds of the monotonic clock when the process began.</summary>
    public long Start => _start;

    public bool IsAlive => _references > 0 || Timers.KeepsAlive || Immediates.KeepsAlive || _closing.Count > 0;

    /// <summary>Nothing of what an image was made with survives into the process.</summary>
    public void Begin()
    {
        _start = host.Process.Machine.Clock.MonotonicNanoseconds;
        UpdateTime();
    }

    public void UpdateTime() => Now = (host.Process.Machine.Clock.MonotonicNanoseconds - _start) / NanosecondsPerMillisecond;

    /// <summary>One more active handle or request keeps the loop alive.</summary>
    public void Reference() => _references++;

    public void Unreference() => _references--;

    /// <summary>Runs an action in the next turn, as the end of a request that the thread pool or the kernel has done.</summary>
    public void Complete(Action completion)
    {
        Reference();
        _completions.Enqueue(() =>
        {
            Unreference();
            completion();
        });
    }

    /// <summary>Runs an action in the closing phase of this turn (uv_close).</summary>
    public void Close(Action closed) => _closing.Enqueue(closed);

    /// <summary>From any thread: runs an action on the guest's thread, in the poll phase.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        host.Process.Waiter.Wake();
    }

    /// <summary>From any thread: a watched file may be ready.</summary>
    public void Notify(Watch watch)
    {
        _ready.Enqueue(watch);
        host.Process.Waiter.Wake();
    }

    /// <summary>Runs until nothing keeps the process alive (uv_run in its default mode).</summary>
    public void Run()
    {
        UpdateTime();
        Timers.Run();
        while (IsAlive)
        {
            RunCompletions();
            Poll();
            if (host.Process.IsEnding)
            {
                // A fatal signal: no script runs any more, not even the handlers of the exit. What calls the guest next unwinds.
                host.Js.Guest.Kill((int)host.Process.FatalSignal);
                return;
            }

            RunCompletions();
            Immediates.Run();
            RunClosing();
            UpdateTime();
            Timers.Run();
        }
    }

    private void RunCompletions()
    {
        for (var count = _completions.Count; count > 0; count--)
        {
            _completions.Dequeue()();
        }
    }

    private void RunClosing()
    {
        for (var count = _closing.Count; count > 0; count--)
        {
            _closing.Dequeue()();
        }
    }

    private void Poll()
    {
        if (_ready.IsEmpty && _posted.IsEmpty && !host.Process.HasPendingSignal)
        {
            var timeout = PollTimeout();
            if (timeout != 0)
            {
                host.Process.Sleep(timeout);
            }
        }

        UpdateTime();
        Signals.Run();
        for (var count = _posted.Count; count > 0 && _posted.TryDequeue(out var action); count--)
        {
            action();
        }

        for (var count = _ready.Count; count > 0 && _ready.TryDequeue(out var watch); count--)
        {
            watch.Dispatch();
        }
    }

    /// <summary>Nanoseconds to sleep: 0 when there is work, negative for no limit.</summary>
    private long PollTimeout()
    {
        if (_completions.Count > 0 || _closing.Count > 0 || Immediates.HasWork || !IsAlive)
        {
            return 0;
        }

        if (Timers.Due is not { } due)
        {
            return -1;
        }

        var now = host.Process.Machine.Clock.MonotonicNanoseconds - _start;
        return Math.Max(0, due * NanosecondsPerMillisecond - now);
    }
}
