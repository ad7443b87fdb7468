using System.Runtime.InteropServices;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Scheduling;

/// <summary>
/// Waits until one of many open files is ready, a deadline passes, a signal comes or somebody notifies: what
/// <c>poll</c>, <c>epoll</c> and an event loop need. Level-triggered: a file that stays ready is reported again.
/// </summary>
/// <remarks>
/// A wait costs time by the files that changed, not by those that are watched, and allocates nothing once its lists have
/// grown. Used by the process's own thread, except <see cref="Notify"/>. Lock order: the poller's lock before the
/// waiter's; files are asked without it.
/// </remarks>
public sealed class Poller(Process process)
{
    private readonly Lock _lock = new();
    private readonly List<PollRegistration> _signalled = [];
    private readonly List<PollRegistration> _candidates = [];
    private readonly List<PollRegistration> _ready = [];
    private bool _isNotified;

    /// <summary>What the last <see cref="Wait"/> found; valid until the next call of any method.</summary>
    public ReadOnlySpan<PollRegistration> Ready => CollectionsMarshal.AsSpan(_ready);

    /// <summary>Registrations at this moment.</summary>
    public int Count { get; private set; }

    /// <summary>Starts to watch a file. The caller keeps the file open until <see cref="Remove"/>.</summary>
    /// <exception cref="InvalidOperationException">The registration watches a file already, or belongs to another poller.</exception>
    public void Add(PollRegistration registration, OpenFile file, PollEvents wanted)
    {
        if (registration.File is not null || !registration.BelongsTo(this))
        {
            throw new InvalidOperationException("the registration is in use, or another poller's");
        }

        registration.Attach(file, wanted);
        Count++;

        // It may be ready already, and no wake-up tells of that.
        Enqueue(registration);
    }

    /// <summary>Changes what is waited for.</summary>
    public void Modify(PollRegistration registration, PollEvents wanted)
    {
        registration.Wanted = wanted;
        Enqueue(registration);
    }

    /// <summary>Stops to watch. Does nothing for a registration that is not added here.</summary>
    public void Remove(PollRegistration registration)
    {
        if (registration.File is null || !registration.BelongsTo(this))
        {
            return;
        }

        registration.Detach();
        Count--;
        lock (_lock)
        {
            if (registration.IsCandidate)
            {
                registration.IsCandidate = false;
                _signalled.Remove(registration);
            }
        }

        _ready.Remove(registration);
    }

    /// <summary>Ends the wait that is going on, or the next one, with success and nothing ready. For any thread.</summary>
    public void Notify()
    {
        lock (_lock)
        {
            _isNotified = true;
        }

        process.Waiter.Wake();
    }

    /// <summary>Waits for the first file that is ready.</summary>
    /// <param name="deadline">
    /// Nanoseconds of the machine's monotonic clock; <see cref="ThreadWaiter.Forever"/> for no limit; a time that has
    /// passed, 0 say, asks the files once and does not sleep.
    /// </param>
    /// <returns>
    /// Success with <see cref="Ready"/> filled (empty after <see cref="Notify"/>), <see cref="Errno.TimedOut"/>, or
    /// <see cref="Errno.Interrupted"/> by a signal.
    /// </returns>
    public Errno Wait(long deadline)
    {
        _ready.Clear();
        while (true)
        {
            if (TakeReady())
            {
                return Errno.Success;
            }

            var left = ThreadWaiter.Forever;
            if (deadline != ThreadWaiter.Forever)
            {
                left = deadline - process.Machine.Clock.MonotonicNanoseconds;
                if (left <= 0)
                {
                    return process.IsEnding ? Errno.Interrupted : Errno.TimedOut;
                }
            }

            if (process.Sleep(left) == Errno.Interrupted)
            {
                return Errno.Interrupted;
            }
        }
    }

    /// <summary>Called by a registration on the thread that changed its file.</summary>
    internal void Signal(PollRegistration registration)
    {
        Enqueue(registration);
        process.Waiter.Wake();
    }

    private void Enqueue(PollRegistration registration)
    {
        lock (_lock)
        {
            if (!registration.IsCandidate)
            {
                registration.IsCandidate = true;
                _signalled.Add(registration);
            }
        }
    }

    /// <summary>Asks the files that may be ready. A change that comes after the question is signalled again, so none is lost.</summary>
    private bool TakeReady()
    {
        bool isNotified;
        lock (_lock)
        {
            isNotified = _isNotified;
            _isNotified = false;
            _candidates.AddRange(_signalled);
            _signalled.Clear();
            foreach (var candidate in _candidates)
            {
                candidate.IsCandidate = false;
            }
        }

        foreach (var candidate in _candidates)
        {
            if (candidate.File is not { } file)
            {
                continue;
            }

            candidate.Ready = file.Poll() & candidate.Wanted;
            if (candidate.Ready != PollEvents.None)
            {
                _ready.Add(candidate);

                // Level-triggered: asked again at the next wait, whether or not its file says anything until then.
                Enqueue(candidate);
            }
        }

        _candidates.Clear();
        return _ready.Count > 0 || isNotified;
    }
}
