using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>From a function of a store back to its index in the module.</summary>
internal sealed unsafe class FunctionIndex
{
    private readonly GuestInstance _guest;
    private readonly Dictionary<nint, uint> _byRecord = [];

    public FunctionIndex(GuestInstance guest, IEnumerable<uint> functions, Func<uint, string> exportName)
    {
        _guest = guest;
        foreach (var function in functions)
        {
            _byRecord[RecordOf(guest.GetFunction(exportName(function)).Handle)] = function;
        }
    }

    /// <summary>Null for a function that is not the module's own.</summary>
    public uint? Find(FuncHandle function) => _byRecord.TryGetValue(RecordOf(function), out var index) ? index : null;

    private nint RecordOf(FuncHandle function) => NativeMethods.wasmtime_func_to_raw(_guest.Context, &function);
}
