using WasmRun.Node.Quickjs;

namespace WasmRun.Node.EventLoop;

/// <summary>setImmediate (Environment::CheckImmediate in src/env.cc).</summary>
internal sealed class ImmediatePhase(NodeHost host)
{
    private const int Count = 0; // ImmediateInfo::Fields
    private const int ReferencedCount = 1;
    private const int HasOutstanding = 2;

    private JsValue _process = JsValue.Undefined;
    private JsValue _processImmediate = JsValue.Undefined;
    private uint _info;

    public bool HasWork => Read(ReferencedCount) > 0 || Read(HasOutstanding) > 0;

    public bool KeepsAlive => Read(ReferencedCount) > 0;

    public void Attach()
    {
        var js = host.Js;
        _processImmediate = host.Hook("processImmediate");
        _process = host.Hook("process");
        var timers = host.InternalBinding("timers");
        var info = js.Get(timers, "immediateInfo");
        js.TryBytes(info, out _info, out _);
        js.Free(info);
        js.Free(timers);
    }

    public void Run()
    {
        if (Read(Count) == 0)
        {
            return;
        }

        do
        {
            host.Loop.Callbacks.Make(_processImmediate, _process);
        }
        while (Read(HasOutstanding) > 0);
    }

    private uint Read(int field) => host.Js.ReadUInt32(_info + (uint)field * 4);
}
