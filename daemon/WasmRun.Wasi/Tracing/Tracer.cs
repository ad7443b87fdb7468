using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi;

/// <summary>Runs a call of a traced process and tells of it.</summary>
internal static class Tracer
{
    /// <summary>Bytes of a string that are shown.</summary>
    private const int MaxTextShown = 64;

    public static Errno Run(Syscall syscall, SyscallContext context, SyscallArguments arguments)
    {
        // Inputs are read before the call, which may overwrite them; outputs behind it.
        var text = new StringBuilder();
        Describe(syscall, context, arguments, text, outputs: false);
        var clock = context.Process.Machine.Clock;
        var start = clock.MonotonicNanoseconds;
        var result = syscall.Body(context, arguments);
        var duration = clock.MonotonicNanoseconds - start;
        if (result == Errno.Success)
        {
            Describe(syscall, context, arguments, text, outputs: true);
        }

        context.Process.Trace?.OnSyscall(new SyscallRecord(context.Process.Pid, syscall.Name, text.ToString(), result, duration));
        return result;
    }

    private static void Describe(
        Syscall syscall, SyscallContext context, SyscallArguments arguments, StringBuilder text, bool outputs)
    {
        var index = 0;
        foreach (var parameter in syscall.Parameters)
        {
            if ((parameter.Kind is ParameterKind.Out32 or ParameterKind.Out64) == outputs)
            {
                text.Append(text.Length > 0 ? ", " : "").Append(parameter.Name).Append('=');
                text.Append(Value(parameter.Kind, context.Memory, arguments, index));
            }

            index += parameter.Width;
        }
    }

    private static string Value(ParameterKind kind, GuestMemory memory, SyscallArguments arguments, int index) => kind switch
    {
        ParameterKind.Descriptor => Text((int)arguments.U32(index)),
        ParameterKind.Number => Text(arguments.U32(index)),
        ParameterKind.Number64 => Text(arguments.U64(index)),
        ParameterKind.Delta64 => Text(arguments.I64(index)),
        ParameterKind.Flags => $"0x{arguments.U32(index):x}",
        ParameterKind.Flags64 => $"0x{arguments.U64(index):x}",
        ParameterKind.Text => Quote(memory, arguments.U32(index), arguments.U32(index + 1)),
        ParameterKind.Buffer => Text(arguments.U32(index + 1)) + " bytes",
        ParameterKind.Vectors => Text(arguments.U32(index + 1)) + " buffers",
        ParameterKind.Out32 when memory.TrySlice(arguments.U32(index), sizeof(uint), out var bytes) =>
            $"[{Text(BinaryPrimitives.ReadUInt32LittleEndian(bytes))}]",
        ParameterKind.Out64 when memory.TrySlice(arguments.U32(index), sizeof(ulong), out var bytes) =>
            $"[{Text(BinaryPrimitives.ReadUInt64LittleEndian(bytes))}]",
        _ => $"@0x{arguments.U32(index):x}",
    };

    /// <summary>A string as a C literal, shortened; whatever bytes a guest puts in, the line stays one line of plain text.</summary>
    private static string Quote(GuestMemory memory, uint address, uint length)
    {
        if (!memory.TrySlice(address, Math.Min(length, MaxTextShown), out var bytes))
        {
            return $"@0x{address:x}";
        }

        var text = new StringBuilder("\"");
        foreach (var rune in Encoding.UTF8.GetString(bytes).EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                < ' ' or 0x7F => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ => rune.ToString(),
            });
        }

        return text.Append('"').Append(length > MaxTextShown ? "..." : "").ToString();
    }

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
