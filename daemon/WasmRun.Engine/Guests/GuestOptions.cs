namespace WasmRun.Engine;

/// <summary>What a guest is started with.</summary>
public sealed record GuestOptions
{
    /// <summary>Bytes of linear memory; <c>memory.grow</c> beyond it fails in the guest as out of memory.</summary>
    public long MemoryLimitBytes { get; init; } = 1L << 30;

    /// <summary>Elements of each table.</summary>
    public long TableLimit { get; init; } = 10_000_000;

    /// <summary>Null: nobody stops or accounts it.</summary>
    public IGuestControl? Control { get; init; }

    /// <summary>What host functions act on, found again as <see cref="GuestInstance.State"/>.</summary>
    public object? State { get; init; }
}
