namespace WasmRun.Kernel.Processes;

/// <summary>What one process may use. Every limit has a default, so that nothing is unlimited by accident.</summary>
public sealed record ProcessLimits
{
    public static ProcessLimits Default { get; } = new();

    /// <summary>Linear memory in bytes; <c>memory.grow</c> beyond it fails in the guest.</summary>
    public long MemoryBytes { get; init; } = 2L << 30;

    /// <summary>File descriptors at once; one more is <see cref="Errno.TooManyOpenFiles"/>.</summary>
    public int OpenFiles { get; init; } = 4096;
}
