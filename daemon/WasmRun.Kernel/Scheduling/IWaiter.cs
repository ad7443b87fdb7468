namespace WasmRun.Kernel.Scheduling;

/// <summary>Something that a <see cref="WaitQueue"/> can wake: a guest's thread or an asynchronous pump of the daemon.</summary>
public interface IWaiter
{
    /// <summary>Says that the condition may have changed. Called on any thread, must not block or call back into the queue's owner.</summary>
    void Wake();
}
