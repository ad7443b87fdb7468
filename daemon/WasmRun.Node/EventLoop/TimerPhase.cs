using WasmRun.Node.Quickjs;

namespace WasmRun.Node.EventLoop;

/// <summary>The one libuv timer behind all of JavaScript's (Environment::RunTimers in src/env.cc).</summary>
internal sealed class TimerPhase(NodeHost host)
{
    private JsValue _process = JsValue.Undefined;
    private JsValue _processTimers = JsValue.Undefined;
    private bool _isReferenced = true;

    /// <summary>When it fires, in the loop's milliseconds; null while stopped.</summary>
    public long? Due { get; private set; }

    public bool KeepsAlive => Due is not null && _isReferenced;

    public void Attach()
    {
        _processTimers = host.Hook("processTimers");
        _process = host.Hook("process");
    }

    public void Schedule(long milliseconds) => Due = host.Loop.Now + Math.Max(1, milliseconds);

    public void SetReferenced(bool referenced) => _isReferenced = referenced;

    public void Run()
    {
        if (Due is not { } due || due > host.Loop.Now)
        {
            return;
        }

        Due = null;
        var js = host.Js;
        host.Loop.Callbacks.Enter();
        JsValue next;
        while ((next = js.Call(_processTimers, _process, (JsValue)(double)host.Loop.Now)).IsException)
        {
            host.Loop.Callbacks.Uncaught();
        }

        // What JavaScript answers: 0 for no more timers, else when the next is due, negative when it is unreferenced.
        var expiry = (long)next.Number;
        if (expiry != 0)
        {
            host.Loop.UpdateTime();
            Schedule(Math.Abs(expiry) - host.Loop.Now);
            _isReferenced = expiry > 0;
        }

        host.Loop.Callbacks.Leave();
    }
}
