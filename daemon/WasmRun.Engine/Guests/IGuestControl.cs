namespace WasmRun.Engine;

/// <summary>What a running guest is asked for, on its own thread, about once a millisecond of WebAssembly execution.</summary>
public interface IGuestControl
{
    /// <summary>
    /// The signal that must end the guest now, or 0. Set it from any thread, then call
    /// <see cref="GuestInstance.Interrupt"/> so that a busy loop sees it at once.
    /// </summary>
    int PendingKill { get; }

    /// <summary>Accounting, quota and pausing: may block the guest's thread; <see cref="PendingKill"/> is read after it.</summary>
    void OnEpoch();
}
