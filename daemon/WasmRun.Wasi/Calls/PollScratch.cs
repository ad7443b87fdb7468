using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>One subscription while its poll goes on.</summary>
internal struct PollEntry
{
    public Subscription Subscription;

    /// <summary>Not success: the event is this error, reported at once.</summary>
    public Errno Error;

    /// <summary>When a clock is due, on the monotonic clock.</summary>
    public long Deadline;

    /// <summary>The file of the other kinds; null for clocks and errors.</summary>
    public PollRegistration? Registration;
}

/// <summary>What <c>poll_oneoff</c> of one process uses again from call to call, so that a poll allocates nothing.</summary>
internal sealed class PollScratch(Process process)
{
    private readonly List<PollRegistration> _registrations = [];
    private PollEntry[] _entries = new PollEntry[8];
    private int _used;

    public Poller Poller { get; } = new(process);

    public Span<PollEntry> Take(int count)
    {
        if (_entries.Length < count)
        {
            _entries = new PollEntry[count];
        }

        return _entries.AsSpan(0, count);
    }

    public PollRegistration Watch(OpenFile file, PollEvents wanted)
    {
        if (_used == _registrations.Count)
        {
            _registrations.Add(new PollRegistration(Poller));
        }

        var registration = _registrations[_used++];
        Poller.Add(registration, file, wanted);
        return registration;
    }

    public void Release()
    {
        while (_used > 0)
        {
            Poller.Remove(_registrations[--_used]);
        }
    }
}
