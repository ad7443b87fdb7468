using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>The environment: only what the process was given, nothing of the host's.</summary>
internal static class Environ
{
    public static Errno Get(SyscallContext context, SyscallArguments arguments) =>
        context.Environment.Write(context.Memory, arguments.U32(0), arguments.U32(1));

    public static Errno SizesGet(SyscallContext context, SyscallArguments arguments) =>
        context.Environment.WriteSizes(context.Memory, arguments.U32(0), arguments.U32(1));
}
