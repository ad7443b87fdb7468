using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>A global of one guest, of a number or vector type.</summary>
public sealed unsafe class ExportedGlobal
{
    private readonly GuestInstance _guest;
    private ItemHandle _handle;

    internal ExportedGlobal(GuestInstance guest, ItemHandle handle)
    {
        _guest = guest;
        _handle = handle;
    }

    /// <exception cref="WasmEngineException">Set on an immutable global.</exception>
    public ValRaw Value
    {
        get => Read().Raw;
        set
        {
            var typed = Read();
            typed.Raw = value;
            fixed (ItemHandle* handle = &_handle)
            {
                NativeError.ThrowIfAny(NativeMethods.wasmtime_global_set(_guest.Context, handle, &typed), "setting a global");
            }
        }
    }

    internal TypedValue Read()
    {
        TypedValue typed;
        fixed (ItemHandle* handle = &_handle)
        {
            NativeMethods.wasmtime_global_get(_guest.Context, handle, &typed);
        }

        return typed;
    }
}
