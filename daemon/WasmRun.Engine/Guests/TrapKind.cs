namespace WasmRun.Engine;

/// <summary>Why WebAssembly code could not go on.</summary>
public enum TrapKind
{
    StackOverflow,
    MemoryOutOfBounds,
    UnalignedAtomic,
    TableOutOfBounds,
    IndirectCallToNull,
    IndirectCallTypeMismatch,
    IntegerOverflow,
    IntegerDivisionByZero,
    BadConversionToInteger,
    Unreachable,
    UncaughtException,

    /// <summary>The module's memory or tables need more than the limits of the process at its start.</summary>
    LimitExceeded,

    /// <summary>Anything Wasmtime names only in its message.</summary>
    Other,
}

/// <summary>Trap codes and the words for them.</summary>
internal static class TrapKinds
{
    /// <summary>From <c>wasmtime_trap_code_t</c>.</summary>
    public static TrapKind FromCode(byte code) => code switch
    {
        <= (byte)TrapKind.Unreachable => (TrapKind)code,
        _ => TrapKind.Other,
    };

    /// <summary>A sentence a user understands; null for <see cref="TrapKind.Other"/>, whose own message is better.</summary>
    public static string? Describe(TrapKind kind) => kind switch
    {
        TrapKind.StackOverflow => "stack exhausted (recursion too deep)",
        TrapKind.MemoryOutOfBounds => "memory access out of bounds",
        TrapKind.UnalignedAtomic => "unaligned atomic access",
        TrapKind.TableOutOfBounds => "table access out of bounds",
        TrapKind.IndirectCallToNull => "indirect call to a null function",
        TrapKind.IndirectCallTypeMismatch => "indirect call with the wrong function type",
        TrapKind.IntegerOverflow => "integer overflow",
        TrapKind.IntegerDivisionByZero => "integer division by zero",
        TrapKind.BadConversionToInteger => "conversion of a float that does not fit the integer type",
        TrapKind.Unreachable => "the program aborted (unreachable code reached)",
        TrapKind.UncaughtException => "uncaught WebAssembly exception",
        _ => null,
    };
}
