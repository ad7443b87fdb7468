using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('performance'). (src/node_perf.cc)</summary>
internal sealed class PerformanceBinding(NodeHost host) : Binding(host)
{
    public override string Name => "performance";

    private long Monotonic => Host.Process.Machine.Clock.MonotonicNanoseconds;

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("now", (in NativeCall call) => (Monotonic - Host.Loop.Start) / 1e6);
        natives.Add("monotonic", (in NativeCall call) => (double)Monotonic);
        natives.Add("origin", Origin);
        natives.Add("bootstrapComplete", BootstrapComplete);
    }

    /// <summary>
    /// The program's own code begins: timers it starts count from here, not from the start of the runtime. Returns the
    /// milestone in nanoseconds.
    /// </summary>
    private JsValue BootstrapComplete(in NativeCall call)
    {
        Host.Loop.UpdateTime();
        return (double)Monotonic;
    }

    /// <summary>[nanoseconds of the monotonic clock, microseconds since 1970] at the start of the process.</summary>
    private JsValue Origin(in NativeCall call) => Js.NewArray(
        [(double)Host.Loop.Start, (Host.Process.Machine.Clock.RealtimeNanoseconds - (Monotonic - Host.Loop.Start)) / 1e3]);
}

/// <summary>internalBinding('os'). (src/node_os.cc)</summary>
internal sealed class OsBinding(NodeHost host) : Binding(host)
{
    public override string Name => "os";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("hostname", (in NativeCall call) => Js.NewString(Host.Process.Machine.HostName));
        natives.Add("uptime", (in NativeCall call) => Host.Process.Machine.Clock.MonotonicNanoseconds / 1_000_000_000);
        natives.Add("memory", Memory);
    }

    /// <summary>[total, free] in bytes: what the process may use.</summary>
    private JsValue Memory(in NativeCall call)
    {
        var total = Host.Process.Limits.MemoryBytes;
        return Js.NewArray([(double)total, (double)Math.Max(0, total - Js.Guest.MemoryLength)]);
    }
}
