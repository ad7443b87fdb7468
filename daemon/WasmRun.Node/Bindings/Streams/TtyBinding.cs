using WasmRun.Kernel;
using WasmRun.Kernel.Terminals;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('tty_wrap'). (src/tty_wrap.cc)</summary>
internal sealed class TtyBinding(NodeHost host) : Binding(host)
{
    public override string Name => "tty_wrap";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("isTTY", IsTerminal);
        natives.Add("getWindowSize", WindowSize);
    }

    private JsValue IsTerminal(in NativeCall call) =>
        Host.Process.Files.Get(call.Int(0), out var descriptor) == Errno.Success && descriptor!.File.IsTerminal;

    /// <summary>getWindowSize([columns, rows]): 0 or a negative error number.</summary>
    private JsValue WindowSize(in NativeCall call)
    {
        if (Host.Binding<StreamBinding>().Of(call)?.File is not TerminalFile terminal)
        {
            return UvError.Number(Errno.NotTerminal);
        }

        Js.Set(call[0], 0u, terminal.Size.Columns);
        Js.Set(call[0], 1u, terminal.Size.Rows);
        return 0;
    }
}

/// <summary>internalBinding('signal_wrap'). (src/signal_wrap.cc)</summary>
internal sealed class SignalBinding(NodeHost host) : Binding(host)
{
    public override string Name => "signal_wrap";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("startSignal", Start);
        natives.Add("stopSignal", Stop);
    }

    /// <summary>startSignal(handle, number): 0 or a negative error number.</summary>
    private JsValue Start(in NativeCall call)
    {
        var signal = (Kernel.Processes.Signal)call.Int(1);
        if (signal is Kernel.Processes.Signal.Kill or Kernel.Processes.Signal.Stop or Kernel.Processes.Signal.None)
        {
            return UvError.Number(Errno.Invalid);
        }

        Host.Loop.Signals.Start(signal, call[0]);
        return 0;
    }

    private JsValue Stop(in NativeCall call)
    {
        Host.Loop.Signals.Stop(call[0]);
        return 0;
    }
}
