namespace WasmRun.Engine;

/// <summary>Which compiler makes machine code of a module. The values are <c>wasmtime_strategy_t</c>.</summary>
/// <remarks>Artifacts of one are refused by an engine of the other.</remarks>
public enum CompileStrategy
{
    /// <summary>Optimising; a 17 MB module takes about half a minute of CPU time.</summary>
    Cranelift = 1,

    /// <summary>One pass, about nine times faster to compile. No tail calls, exceptions or GC.</summary>
    Winch = 2,
}
