using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>One host function, and the boundary through which every guest enters it.</summary>
internal sealed unsafe class HostFunction(string module, string name, FunctionType type)
{
    private readonly delegate*<GuestInstance, ValRaw*, void> _body;
    private readonly delegate*<GuestInstance, ValRaw*, int, void> _tableBody;
    private readonly int _row;

    public HostFunction(string module, string name, FunctionType type, delegate*<GuestInstance, ValRaw*, void> body)
        : this(module, name, type) => _body = body;

    /// <summary>One of many functions that share a body, told apart by a row of the caller's table.</summary>
    public HostFunction(string module, string name, FunctionType type, delegate*<GuestInstance, ValRaw*, int, void> body, int row)
        : this(module, name, type)
    {
        _tableBody = body;
        _row = row;
    }

    public string Module { get; } = module;

    public string Name { get; } = name;

    public FunctionType Type { get; } = type;

    /// <summary>The native callback: <c>wasmtime_func_unchecked_callback_t</c>.</summary>
    public static void* Callback => (delegate* unmanaged[Cdecl]<Registration*, nint, ValRaw*, nuint, nint>)&Enter;

    /// <summary>Frees what <see cref="Register"/> made, when Wasmtime drops the function.</summary>
    public static void* Finalizer => (delegate* unmanaged[Cdecl]<Registration*, void>)&Release;

    public override string ToString() => $"{Module}.{Name}";

    /// <summary>The <c>env</c> of one native definition; owned by Wasmtime through <see cref="Finalizer"/>.</summary>
    public void* Register()
    {
        var registration = (Registration*)NativeMemory.Alloc((nuint)sizeof(Registration));
        registration->Body = _body;
        registration->TableBody = _tableBody;
        registration->Row = _row;
        registration->Function = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        return registration;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Enter(Registration* registration, nint caller, ValRaw* values, nuint count)
    {
        var guest = GuestInstance.FromContext(NativeMethods.wasmtime_caller_context(caller));
        try
        {
            if (registration->Body != null)
            {
                registration->Body(guest, values);
            }
            else
            {
                registration->TableBody(guest, values, registration->Row);
            }

            return guest.HasEnded ? GuestInstance.NewEndingTrap() : 0;
        }
        catch (Exception exception)
        {
            guest.EndByException(Unsafe.As<HostFunction>(GCHandle.FromIntPtr(registration->Function).Target!).ToString(), exception);
            return GuestInstance.NewEndingTrap();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(Registration* registration)
    {
        GCHandle.FromIntPtr(registration->Function).Free();
        NativeMemory.Free(registration);
    }

    private struct Registration
    {
        public delegate*<GuestInstance, ValRaw*, void> Body;
        public delegate*<GuestInstance, ValRaw*, int, void> TableBody;
        public nint Function;
        public int Row;
    }
}
