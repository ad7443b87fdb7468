using WasmRun.Kernel.Processes;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.EventLoop;

/// <summary>process.on('SIGINT') and its like: signal_wrap's handles over the kernel's queue of handled signals.</summary>
internal sealed class SignalWatches(NodeHost host)
{
    private readonly List<(Signal Signal, JsValue Handle)> _handles = [];

    /// <summary>Keeps a reference to the handle until <see cref="Stop"/>.</summary>
    public void Start(Signal signal, JsValue handle)
    {
        Stop(handle);
        _handles.Add((signal, host.Js.Dup(handle)));
        host.Process.SetHandled(signal, handled: true);
    }

    public void Stop(JsValue handle)
    {
        var index = _handles.FindIndex(entry => entry.Handle == handle);
        if (index < 0)
        {
            return;
        }

        var (signal, kept) = _handles[index];
        _handles.RemoveAt(index);
        host.Js.Free(kept);
        if (!_handles.Exists(entry => entry.Signal == signal))
        {
            host.Process.SetHandled(signal, handled: false);
        }
    }

    public void Run()
    {
        while (host.Process.TryTakeSignal(out var signal))
        {
            foreach (var (_, handle) in _handles.Where(entry => entry.Signal == signal).ToArray())
            {
                host.Loop.Callbacks.MakeMethod(handle, "onsignal", (int)signal);
            }
        }
    }
}
