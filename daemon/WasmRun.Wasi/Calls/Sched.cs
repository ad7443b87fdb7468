using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>Scheduling.</summary>
internal static class Sched
{
    public static Errno Yield(SyscallContext context, SyscallArguments arguments)
    {
        Thread.Yield();
        return Errno.Success;
    }
}
