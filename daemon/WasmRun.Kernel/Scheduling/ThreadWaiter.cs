namespace WasmRun.Kernel.Scheduling;

/// <summary>What one guest thread sleeps on. A wake-up that comes before the sleep is kept, so the next sleep returns at once.</summary>
public sealed class ThreadWaiter : IWaiter
{
    /// <summary>The timeout that means "until woken".</summary>
    public const long Forever = -1;

    private readonly object _monitor = new();
    private bool _woken;

    public void Wake()
    {
        lock (_monitor)
        {
            _woken = true;
            Monitor.Pulse(_monitor);
        }
    }

    /// <summary>Sleeps until woken or until the timeout has passed.</summary>
    /// <param name="timeoutNanoseconds">How long at most; <see cref="Forever"/> for no limit. Rounded up to milliseconds.</param>
    /// <returns>True when woken, false when the time ran out.</returns>
    public bool Sleep(long timeoutNanoseconds)
    {
        var milliseconds = timeoutNanoseconds < 0
            ? Timeout.Infinite
            : (int)Math.Min(int.MaxValue, (timeoutNanoseconds + 999_999) / 1_000_000);
        lock (_monitor)
        {
            if (!_woken && milliseconds != 0)
            {
                Monitor.Wait(_monitor, milliseconds);
            }

            var woken = _woken;
            _woken = false;
            return woken;
        }
    }
}
