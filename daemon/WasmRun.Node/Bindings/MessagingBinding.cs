using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>What js/bindings/messaging.js and others need of the loop.</summary>
internal sealed class MessagingBinding(NodeHost host) : Binding(host)
{
    public override string Name => "messaging";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("later", Later);
        natives.Add("reference", Reference);
    }

    /// <summary>later(callback): in the next turn, as a callback of the loop.</summary>
    private JsValue Later(in NativeCall call)
    {
        var callback = Js.Dup(call[0]);
        var frame = Js.Dup(Js.Frame);
        Host.Loop.Complete(() =>
        {
            Js.Frame = frame;
            Host.Loop.Callbacks.Make(callback, JsValue.Undefined);
            Js.Free(callback);
            Js.Free(frame);
        });
        return JsValue.Undefined;
    }

    /// <summary>reference(on): whether one more thing keeps the process alive.</summary>
    private JsValue Reference(in NativeCall call)
    {
        if (call.Bool(0))
        {
            Host.Loop.Reference();
        }
        else
        {
            Host.Loop.Unreference();
        }

        return JsValue.Undefined;
    }
}
