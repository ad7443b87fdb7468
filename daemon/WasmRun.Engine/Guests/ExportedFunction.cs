using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>A function of one guest. Calls do not allocate; they may be made from inside host functions.</summary>
public sealed unsafe class ExportedFunction
{
    private readonly GuestInstance _guest;
    private readonly FuncHandle _function;
    private readonly int _slots;

    internal ExportedFunction(GuestInstance guest, string name, FuncHandle function)
    {
        _guest = guest;
        _function = function;
        Name = name;
        var type = NativeMethods.wasmtime_func_type(guest.Context, &function);
        Type = FunctionType.FromNative(type);
        NativeMethods.wasm_functype_delete(type);
        _slots = Math.Max(Type.Parameters.Length, Type.Results.Length);
    }

    internal FuncHandle Handle => _function;

    public string Name { get; }

    public FunctionType Type { get; }

    /// <summary>Calls with arguments in <paramref name="values"/>, which the results overwrite.</summary>
    /// <param name="values">At least as long as the longer of parameters and results.</param>
    /// <returns>False when the guest has ended: see <see cref="GuestInstance.Outcome"/>.</returns>
    public bool TryCall(Span<ValRaw> values) => values.Length >= _slots
        ? _guest.Call(_function, values)
        : throw new ArgumentException($"{Name} {Type} needs {_slots} slots", nameof(values));

    /// <summary>Calls and returns the first result, or 0 when there is none.</summary>
    /// <exception cref="GuestEndedException">The guest has ended, before or during the call.</exception>
    public ValRaw Call(params ReadOnlySpan<ValRaw> arguments)
    {
        if (arguments.Length != Type.Parameters.Length)
        {
            throw new ArgumentException($"{Name} {Type} called with {arguments.Length} arguments", nameof(arguments));
        }

        var values = stackalloc ValRaw[_slots + 1];
        arguments.CopyTo(new Span<ValRaw>(values, _slots));
        if (!_guest.Call(_function, new Span<ValRaw>(values, _slots)))
        {
            throw new GuestEndedException(_guest.Outcome!);
        }

        return Type.Results.Length == 0 ? default : values[0];
    }
}
