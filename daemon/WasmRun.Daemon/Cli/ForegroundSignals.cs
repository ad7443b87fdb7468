using System.Runtime.InteropServices;
using WasmRun.Kernel.Processes;

namespace WasmRun.Daemon.Cli;

/// <summary>Passes the signals that this command gets on to the guest in front, as a terminal would.</summary>
internal sealed class ForegroundSignals : IDisposable
{
    private readonly Action<Signal> _send;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _interrupts;

    /// <param name="send">Sends a signal to what runs in front.</param>
    public ForegroundSignals(Action<Signal> send)
    {
        _send = send;
        Register(PosixSignal.SIGINT, Signal.Interrupt);
        Register(PosixSignal.SIGTERM, Signal.Terminate);
        Register(PosixSignal.SIGHUP, Signal.HangUp);
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Register(PosixSignal host, Signal guest) => _registrations.Add(PosixSignalRegistration.Create(host, context =>
    {
        context.Cancel = true;

        // A program that takes SIGINT but does not end is killed by the third: there must always be a way out.
        var isLastResort = guest == Signal.Interrupt && Interlocked.Increment(ref _interrupts) > 2;
        _send(isLastResort ? Signal.Kill : guest);
    }));
}
