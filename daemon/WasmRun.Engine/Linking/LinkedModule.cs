using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>A module with its imports resolved: starting a guest from it takes some ten microseconds.</summary>
public sealed class LinkedModule : IDisposable
{
    private nint _pre;

    internal LinkedModule(WasmModule module, nint pre)
    {
        Module = module;
        _pre = pre;
    }

    public WasmModule Module { get; }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pre == 0, this);
            return _pre;
        }
    }

    /// <summary>
    /// Makes a guest of its own: memory, globals, tables. When the module cannot start within its limits, or traps in its
    /// start function, the guest's <see cref="GuestInstance.Outcome"/> says so.
    /// </summary>
    public GuestInstance Instantiate(GuestOptions? options = null) => new(this, options ?? new GuestOptions());

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pre, 0) is var pre and not 0)
        {
            NativeMethods.wasmtime_instance_pre_delete(pre);
        }
    }
}
