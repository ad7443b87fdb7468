using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>
/// A table of function references of one guest. The usual one is exported as <c>__indirect_function_table</c>: an index
/// in it is a C function pointer, so this is how a host function becomes a callback.
/// </summary>
public sealed unsafe class ExportedTable
{
    private readonly GuestInstance _guest;
    private ItemHandle _handle;

    internal ExportedTable(GuestInstance guest, ItemHandle handle)
    {
        _guest = guest;
        _handle = handle;
    }

    public int Size
    {
        get
        {
            fixed (ItemHandle* handle = &_handle)
            {
                return (int)NativeMethods.wasmtime_table_size(_guest.Context, handle);
            }
        }
    }

    /// <summary>Adds an empty place for each of <paramref name="count"/> functions; returns the index of the first.</summary>
    /// <exception cref="WasmEngineException">The table is at its maximum or at the process's limit.</exception>
    public int Grow(int count)
    {
        var nothing = new TypedValue { Kind = ValKind.FuncRef };
        ulong previous = 0;
        fixed (ItemHandle* handle = &_handle)
        {
            NativeError.ThrowIfAny(
                NativeMethods.wasmtime_table_grow(_guest.Context, handle, (ulong)count, &nothing, &previous), "growing a table");
        }

        return (int)previous;
    }

    /// <summary>Makes a host function callable through <paramref name="index"/>, until the guest is disposed.</summary>
    public void Set(int index, string name, FunctionType type, delegate*<GuestInstance, ValRaw*, void> body)
    {
        var function = new HostFunction("table", name, type, body);
        var native = type.ToNative();
        var value = new TypedValue { Kind = ValKind.FuncRef };
        NativeMethods.wasmtime_func_new_unchecked(
            _guest.Context, native, HostFunction.Callback, function.Register(), HostFunction.Finalizer, &value.Func);
        NativeMethods.wasm_functype_delete(native);
        Set(index, value.Func);
    }

    /// <summary>Appends a host function; returns its index, the guest's function pointer.</summary>
    public int Add(string name, string type, delegate*<GuestInstance, ValRaw*, void> body)
    {
        var index = Grow(1);
        Set(index, name, FunctionType.Parse(type), body);
        return index;
    }

    /// <summary>A function of the guest through its function pointer; null when the place is empty or out of range.</summary>
    public ExportedFunction? Get(int index) =>
        Read(index) is { StoreId: not 0 } function ? new ExportedFunction(_guest, $"table[{index}]", function) : null;

    internal FuncHandle Read(int index) => ReadAny(index).Func;

    /// <summary>What stands at an index; a null reference outside the table.</summary>
    internal TypedValue ReadAny(int index)
    {
        TypedValue value;
        fixed (ItemHandle* handle = &_handle)
        {
            return NativeMethods.wasmtime_table_get(_guest.Context, handle, (ulong)index, &value) != 0 ? value : default;
        }
    }

    private void Set(int index, FuncHandle function)
    {
        var value = new TypedValue { Kind = ValKind.FuncRef, Func = function };
        fixed (ItemHandle* handle = &_handle)
        {
            NativeError.ThrowIfAny(
                NativeMethods.wasmtime_table_set(_guest.Context, handle, (ulong)index, &value), $"setting table[{index}]");
        }
    }
}
