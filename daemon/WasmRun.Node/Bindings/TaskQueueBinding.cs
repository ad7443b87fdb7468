using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('task_queue') and the context that promises carry. (src/node_task_queue.cc)</summary>
internal sealed class TaskQueueBinding(NodeHost host) : Binding(host)
{
    public override string Name => "task_queue";

    public override void Register(NativeRegistrar natives) => natives.Add("runMicrotasks", RunMicrotasks);

    private JsValue RunMicrotasks(in NativeCall call)
    {
        Host.Loop.Callbacks.RunMicrotasks();
        return JsValue.Undefined;
    }
}

/// <summary>internalBinding('async_context_frame'). (src/async_context_frame.cc)</summary>
internal sealed class AsyncContextFrameBinding(NodeHost host) : Binding(host)
{
    public override string Name => "async_context_frame";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("getContinuationPreservedEmbedderData", (in NativeCall call) => Js.Dup(Js.Frame));
        natives.Add("setContinuationPreservedEmbedderData", SetFrame);
    }

    private JsValue SetFrame(in NativeCall call)
    {
        Js.Frame = call[0];
        return JsValue.Undefined;
    }
}
