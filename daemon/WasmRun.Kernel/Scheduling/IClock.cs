namespace WasmRun.Kernel.Scheduling;

/// <summary>Where a machine reads time from. One seam, so that time can be recorded, replayed or shifted.</summary>
public interface IClock
{
    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z.</summary>
    long RealtimeNanoseconds { get; }

    /// <summary>Nanoseconds since an arbitrary fixed point; never goes back.</summary>
    long MonotonicNanoseconds { get; }
}
