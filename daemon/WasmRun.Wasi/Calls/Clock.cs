using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>Clocks. The two CPU clocks are one, for a process has one thread.</summary>
internal static class Clock
{
    public const uint Realtime = 0;
    public const uint Monotonic = 1;
    public const uint ProcessCpuTime = 2;
    public const uint ThreadCpuTime = 3;

    /// <summary>The host's realtime clock counts in these: .NET ticks of 100 ns.</summary>
    private const ulong RealtimeResolution = 100;

    public static Errno ResolutionGet(SyscallContext context, SyscallArguments arguments) => arguments.U32(0) switch
    {
        Realtime => context.Memory.WriteU64(arguments.U32(1), RealtimeResolution),
        Monotonic or ProcessCpuTime or ThreadCpuTime => context.Memory.WriteU64(arguments.U32(1), 1),
        _ => Errno.Invalid,
    };

    /// <summary>The precision asked for is not needed: every clock is read exactly.</summary>
    public static Errno TimeGet(SyscallContext context, SyscallArguments arguments)
    {
        var clock = context.Process.Machine.Clock;
        return arguments.U32(0) switch
        {
            Realtime => context.Memory.WriteU64(arguments.U32(2), (ulong)clock.RealtimeNanoseconds),
            Monotonic => context.Memory.WriteU64(arguments.U32(2), (ulong)clock.MonotonicNanoseconds),
            ProcessCpuTime or ThreadCpuTime => context.Memory.WriteU64(arguments.U32(2), (ulong)context.CpuNanoseconds),
            _ => Errno.Invalid,
        };
    }
}
