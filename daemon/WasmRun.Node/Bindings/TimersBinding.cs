using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('timers'). (src/timers.cc)</summary>
internal sealed class TimersBinding(NodeHost host) : Binding(host)
{
    public override string Name => "timers";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("getLibuvNow", (in NativeCall call) => (double)Host.Loop.Now);
        natives.Add("scheduleTimer", ScheduleTimer);
        natives.Add("toggleTimerRef", ToggleTimerRef);
        natives.Add("toggleImmediateRef", (in NativeCall call) => JsValue.Undefined);
    }

    private JsValue ScheduleTimer(in NativeCall call)
    {
        Host.Loop.Timers.Schedule(call.Long(0));
        return JsValue.Undefined;
    }

    private JsValue ToggleTimerRef(in NativeCall call)
    {
        Host.Loop.Timers.SetReferenced(call.Bool(0));
        return JsValue.Undefined;
    }
}
