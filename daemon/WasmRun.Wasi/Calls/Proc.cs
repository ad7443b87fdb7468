using WasmRun.Kernel;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi;

/// <summary>The process itself.</summary>
internal static class Proc
{
    /// <summary>preview1 has no SIGSTKFLT, which is 16 on Linux: from there on its numbers are one lower.</summary>
    private const uint LastSameNumber = 15;
    private const uint LastSignal = 30;

    public static Errno Exit(SyscallContext context, SyscallArguments arguments)
    {
        context.ExitCode = unchecked((int)arguments.U32(0));
        return Errno.Success;
    }

    public static Errno Raise(SyscallContext context, SyscallArguments arguments)
    {
        var number = arguments.U32(0);
        if (number > LastSignal)
        {
            return Errno.Invalid;
        }

        var signal = (Signal)(number <= LastSameNumber ? number : number + 1);
        return signal switch
        {
            Signal.None => Errno.Success,
            Signal.Stop or Signal.TerminalStop or Signal.TerminalInput or Signal.TerminalOutput => Errno.NotSupported,
            _ => context.Process.Send(signal),
        };
    }
}
