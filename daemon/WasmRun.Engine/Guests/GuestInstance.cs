using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>
/// A running program: one store with one instance. Used from one thread at a time, except <see cref="Interrupt"/>; a
/// thread that enters it needs the stack of a <see cref="GuestThread"/>, for recursion in the guest may use
/// <see cref="WasmEngine.MaxWasmStackBytes"/> of it.
/// </summary>
public sealed unsafe partial class GuestInstance : IDisposable
{
    private readonly WasmEngine _engine;
    private readonly IGuestControl? _control;
    private readonly nint _store;
    private readonly nint _context;
    private GCHandle _self;
    private InstanceHandle _instance;
    private int _depth;
    private bool _disposed;

    internal GuestInstance(LinkedModule linked, GuestOptions options)
    {
        Module = linked.Module;
        Options = options;
        State = options.State;
        _control = options.Control;
        _engine = linked.Module.Engine;
        _self = GCHandle.Alloc(this);
        _store = NativeMethods.wasmtime_store_new(_engine.Handle, GCHandle.ToIntPtr(_self), null);
        _context = NativeMethods.wasmtime_store_context(_store);
        NativeMethods.wasmtime_store_limiter(_store, options.MemoryLimitBytes, options.TableLimit, -1, -1, -1);
        NativeMethods.wasmtime_store_epoch_deadline_callback(
            _store, (delegate* unmanaged[Cdecl]<nint, nint, ulong*, byte*, nint>)&OnEpochDeadline, GCHandle.ToIntPtr(_self), null);

        // Deadline 0 is already past: the first check asks the control, and wakes the ticker.
        NativeMethods.wasmtime_context_set_epoch_deadline(_context, 0);
        Instantiate(linked);
    }

    public WasmModule Module { get; }

    public GuestOptions Options { get; }

    /// <summary>What host functions act on: a process, an engine, a test's recorder.</summary>
    public object? State { get; set; }

    /// <summary>Null while the guest can still be called.</summary>
    public GuestOutcome? Outcome { get; private set; }

    internal bool HasEnded => Outcome is not null;

    internal bool IsInCall => _depth > 0;

    internal nint Context => _context;

    /// <summary>Runs a function without parameters or results to its end, and the guest with it.</summary>
    /// <exception cref="InvalidModuleException">The module does not export it.</exception>
    public GuestOutcome Run(string export = "_start")
    {
        if (HasEnded)
        {
            return Outcome!;
        }

        var entry = FindFunction(export) ?? throw new InvalidModuleException(
            $"{Module.Name} exports no \"{export}\": it is a library, not a program.");
        if (entry.TryCall([]))
        {
            End(new GuestOutcome.Exited(0));
        }

        return Outcome!;
    }

    /// <summary>
    /// Ends the guest from inside a host function: no further instruction of it runs once that function returns.
    /// The first ending counts.
    /// </summary>
    public void Exit(int status) => End(new GuestOutcome.Exited(status));

    /// <summary>As <see cref="Exit"/>, for a signal.</summary>
    public void Kill(int signal) => End(new GuestOutcome.Killed(signal));

    /// <summary>From any thread: makes the guest ask its <see cref="IGuestControl"/> now instead of at the next tick.</summary>
    public void Interrupt() => _engine.IncrementEpoch();

    /// <exception cref="InvalidOperationException">The guest is running: end it first.</exception>
    public void Dispose()
    {
        if (_depth > 0)
        {
            throw new InvalidOperationException("disposed while it runs");
        }

        if (!_disposed)
        {
            _disposed = true;
            Outcome ??= new GuestOutcome.Killed(0);
            _memoryBase = null;
            _memoryLength = 0;
            NativeMethods.wasmtime_store_delete(_store);
            _self.Free();
        }
    }

    internal static GuestInstance FromContext(nint context) =>
        Unsafe.As<GuestInstance>(GCHandle.FromIntPtr(NativeMethods.wasmtime_context_get_data(context)).Target!);

    /// <summary>A trap whose cause is <see cref="Outcome"/>; its own text is never shown.</summary>
    internal static nint NewEndingTrap()
    {
        fixed (byte* text = "ended"u8)
        {
            return NativeMethods.wasmtime_trap_new(text, 5);
        }
    }

    internal void End(GuestOutcome outcome) => Outcome ??= outcome;

    internal void EndByException(string hostFunction, Exception exception) =>
        End(exception is GuestEndedException ended ? ended.Outcome : new GuestOutcome.InternalError(hostFunction, exception));

    /// <summary>Calls into the guest; false when it has ended, before or during the call.</summary>
    internal bool Call(FuncHandle function, Span<ValRaw> values)
    {
        if (HasEnded)
        {
            return false;
        }

        nint error, trap = 0;
        _depth++;
        fixed (ValRaw* start = values)
        {
            error = NativeMethods.wasmtime_func_call_unchecked(_context, &function, start, (nuint)values.Length, &trap);
        }

        _depth--;
        return (error | trap) == 0 && !HasEnded || Fail(error, trap);
    }

    private void Instantiate(LinkedModule linked)
    {
        nint error, trap = 0;
        _depth++;
        fixed (InstanceHandle* instance = &_instance)
        {
            error = NativeMethods.wasmtime_instance_pre_instantiate(linked.Handle, _context, instance, &trap);
        }

        _depth--;
        if ((error | trap) == 0)
        {
            FindMemory();
        }
        else
        {
            Fail(error, trap);
        }
    }

    private bool Fail(nint error, nint trap)
    {
        if ((error | trap) != 0)
        {
            var uncaught = NativeMethods.wasmtime_context_has_exception(_context) != 0;
            var (kind, text, frames) = NativeError.TakeFailure(error, trap);
            if (!HasEnded)
            {
                End(TrapReport.Make(this, uncaught ? TrapKind.UncaughtException : kind, text, frames));
            }
        }

        return false;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnEpochDeadline(nint context, nint self, ulong* delta, byte* kind)
    {
        EpochTicker.NoteActivity();
        *delta = 1;
        *kind = 0;
        var guest = Unsafe.As<GuestInstance>(GCHandle.FromIntPtr(self).Target!);
        if (guest._control is { } control)
        {
            try
            {
                control.OnEpoch();
                if (control.PendingKill is var signal and not 0)
                {
                    guest.Kill(signal);
                }
            }
            catch (Exception exception)
            {
                guest.EndByException(control.GetType().Name, exception);
            }
        }

        if (!guest.HasEnded)
        {
            return 0;
        }

        fixed (byte* text = "ended\0"u8)
        {
            return NativeMethods.wasmtime_error_new(text);
        }
    }
}
