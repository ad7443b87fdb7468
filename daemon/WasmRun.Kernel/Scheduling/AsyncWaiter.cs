namespace WasmRun.Kernel.Scheduling;

/// <summary>Lets asynchronous code of the daemon wait on a <see cref="WaitQueue"/> without holding a thread.</summary>
public sealed class AsyncWaiter : IWaiter
{
    private TaskCompletionSource _signal = NewSignal();

    public void Wake() => Volatile.Read(ref _signal).TrySetResult();

    /// <summary>Completes at the next wake-up, or at once if one came since the last wait.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var signal = Volatile.Read(ref _signal);
        await signal.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

        // A wake-up between the two lines is not lost: the caller tests its condition after this returns.
        Interlocked.CompareExchange(ref _signal, NewSignal(), signal);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
