namespace WasmRun.Kernel.Scheduling;

/// <summary>
/// The waiters of one condition (data in a pipe, a connection in a backlog, the end of a process).
/// A waiter first registers, then tests the condition again, then sleeps: no wake-up can be lost.
/// </summary>
/// <remarks>Lock order: the queue's own lock is innermost; owners may hold theirs while they call <see cref="WakeAll"/>.</remarks>
public sealed class WaitQueue
{
    private readonly Lock _lock = new();
    private readonly List<IWaiter> _waiters = [];

    public void Add(IWaiter waiter)
    {
        lock (_lock)
        {
            _waiters.Add(waiter);
        }
    }

    public void Remove(IWaiter waiter)
    {
        lock (_lock)
        {
            _waiters.Remove(waiter);
        }
    }

    /// <summary>Wakes every waiter; each tests its own condition again.</summary>
    public void WakeAll()
    {
        lock (_lock)
        {
            foreach (var waiter in _waiters)
            {
                waiter.Wake();
            }
        }
    }
}
