using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('errors'): the last words of a program. (src/node_errors.cc)</summary>
internal sealed class ErrorsBinding(NodeHost host) : Binding(host)
{
    public override string Name => "errors";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("exit", Exit);
        natives.Add("printError", PrintError);
    }

    private JsValue Exit(in NativeCall call)
    {
        Host.Exit(call.Int(0));
        return JsValue.Undefined;
    }

    private JsValue PrintError(in NativeCall call)
    {
        Host.WriteError(call.Text(0));
        return JsValue.Undefined;
    }
}
