using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Node.EventLoop;

/// <summary>Interest of the loop in one open file (uv__io_t): level-triggered, told on the guest's thread.</summary>
internal sealed class Watch(NodeLoop loop, OpenFile file, Action<PollEvents> ready) : IWaiter
{
    private PollEvents _interest;
    private int _isQueued;

    public bool IsActive => _interest != PollEvents.None;

    /// <summary>What to be told of; none stops it.</summary>
    public void SetInterest(PollEvents interest)
    {
        var wasActive = IsActive;
        _interest = interest;
        if (IsActive && !wasActive)
        {
            file.WaitQueue?.Add(this);
        }
        else if (!IsActive && wasActive)
        {
            file.WaitQueue?.Remove(this);
        }

        if (IsActive)
        {
            QueueIfReady();
        }
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            loop.Notify(this);
        }
    }

    /// <summary>On the guest's thread, in the poll phase.</summary>
    public void Dispatch()
    {
        Volatile.Write(ref _isQueued, 0);
        var events = ReadyNow();
        if (events != PollEvents.None)
        {
            ready(events);
            QueueIfReady();
        }
    }

    private void QueueIfReady()
    {
        if (ReadyNow() != PollEvents.None)
        {
            Wake();
        }
    }

    private PollEvents ReadyNow()
    {
        if (!IsActive)
        {
            return PollEvents.None;
        }

        var events = file.Poll();
        return (events & PollEvents.HangUp) != 0 ? events & (_interest | PollEvents.HangUp) : events & _interest;
    }
}
