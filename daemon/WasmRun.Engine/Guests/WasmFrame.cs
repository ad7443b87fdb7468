namespace WasmRun.Engine;

/// <summary>One frame of a WebAssembly backtrace, innermost first.</summary>
/// <param name="Module">Name from the module's name section, if it has one.</param>
/// <param name="Function">Name from the module's name section, if it has one.</param>
/// <param name="FunctionIndex">Index in the module's function index space.</param>
/// <param name="ModuleOffset">Byte offset of the instruction in the module.</param>
public sealed record WasmFrame(string? Module, string? Function, uint FunctionIndex, long ModuleOffset)
{
    public override string ToString() => $"{Module ?? "<module>"}!{Function ?? $"func[{FunctionIndex}]"} (+0x{ModuleOffset:x})";
}
