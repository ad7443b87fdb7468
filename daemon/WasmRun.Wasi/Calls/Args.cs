using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>The program's arguments.</summary>
internal static class Args
{
    public static Errno Get(SyscallContext context, SyscallArguments arguments) =>
        context.Arguments.Write(context.Memory, arguments.U32(0), arguments.U32(1));

    public static Errno SizesGet(SyscallContext context, SyscallArguments arguments) =>
        context.Arguments.WriteSizes(context.Memory, arguments.U32(0), arguments.U32(1));
}
