using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>One host function, and the boundary through which every guest enters it.</summary>
internal sealed unsafe class HostFunction(
    string module, string name, FunctionType type, delegate*<GuestInstance, ValRaw*, void> body)
{
    private readonly delegate*<GuestInstance, ValRaw*, void> _body = body;

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
        registration->Function = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        return registration;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Enter(Registration* registration, nint caller, ValRaw* values, nuint count)
    {
        var guest = GuestInstance.FromContext(NativeMethods.wasmtime_caller_context(caller));
        try
        {
            registration->Body(guest, values);
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
        public nint Function;
    }
}
