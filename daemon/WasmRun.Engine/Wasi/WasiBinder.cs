using System.Runtime.CompilerServices;
using WasmRun.Engine.Native;
using WasmRun.Wasi;

namespace WasmRun.Engine;

/// <summary>Puts the rows of <see cref="SyscallTable"/> where guests import them from.</summary>
public static unsafe class WasiBinder
{
    private static readonly Syscall[] Rows = [.. SyscallTable.Rows];

    /// <summary>Defines all 46 functions. Guests that import them must have a <see cref="SyscallContext"/> as their state.</summary>
    public static void Define(HostFunctions functions)
    {
        for (var row = 0; row < Rows.Length; row++)
        {
            functions.Define(SyscallTable.ModuleName, Rows[row].Name, Rows[row].Signature, &Enter, row);
        }
    }

    private static void Enter(GuestInstance guest, ValRaw* values, int row)
    {
        var context = Unsafe.As<SyscallContext>(guest.State!);
        var syscall = Rows[row];
        var errno = syscall.Invoke(context, new SyscallArguments(values));
        if (syscall.Returns)
        {
            values[0] = (uint)errno;
        }
        else
        {
            guest.Exit(context.ExitCode!.Value);
        }

        // A signal that came while the call waited ends the guest here: it never sees the interrupted call's errno.
        if (context.Process.IsEnding)
        {
            guest.Kill((int)context.Process.FatalSignal);
        }
    }
}
