using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>What js/engine.js and js/realm.js need of the engine itself; not one of Node's bindings.</summary>
internal sealed class EngineBinding(NodeHost host) : Binding(host)
{
    public override string Name => "engine";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("privateSymbol", (in NativeCall call) => Js.NewPrivateSymbol(call.Text(0)));
        natives.Add("sleep", Sleep);
        natives.Add("compileBuiltin", CompileBuiltin);
        natives.Add("builtinSource", BuiltinSource);
        natives.Add("className", ClassName);
        natives.Add("collectGarbage", CollectGarbage);
    }

    /// <summary>sleep(milliseconds); negative waits for a signal only.</summary>
    private JsValue Sleep(in NativeCall call)
    {
        var milliseconds = call.Double(0);
        var clock = Host.Process.Machine.Clock;
        var end = clock.MonotonicNanoseconds + (long)Math.Min(milliseconds * 1e6, long.MaxValue / 2);
        while (!Host.Process.IsEnding)
        {
            var left = milliseconds < 0 ? -1 : end - clock.MonotonicNanoseconds;
            if (left <= 0 && milliseconds >= 0)
            {
                break;
            }

            if (Host.Process.Sleep(left) == Kernel.Errno.Interrupted && Host.Process.HasPendingSignal)
            {
                // A handler can only run once JavaScript returns to the loop: go on in small steps until the time is up.
                Thread.Sleep(1);
            }
        }

        return JsValue.Undefined;
    }

    /// <summary>compileBuiltin(id, parameters): the module's wrapper function.</summary>
    private JsValue CompileBuiltin(in NativeCall call)
    {
        var id = call.Text(0);
        var source = Host.Library.Source(id);
        if (source is null)
        {
            return Js.ThrowError($"No such built-in module: {id}", "ERR_UNKNOWN_BUILTIN_MODULE");
        }

        var compiled = Js.Eval($"(function ({call.Text(1)}) {{{source}\n}})", $"node:{id}", EvalMode.CompileOnly);
        if (compiled.IsException)
        {
            return compiled;
        }

        // Through bytecode, because that leaves the source text out of the heap and so out of the image.
        var bytecode = Js.WriteBytecode(compiled);
        Js.Free(compiled);
        return bytecode is null ? JsValue.Exception : Js.RunBytecode(bytecode);
    }

    private JsValue BuiltinSource(in NativeCall call) =>
        Host.Library.Source(call.Text(0)) is { } source ? Js.NewString(source) : JsValue.Undefined;

    /// <summary>The engine's class of an object, for structured cloning: "Map", "Error", ….</summary>
    private JsValue ClassName(in NativeCall call) => Js.NewString(Js.ClassOf(call[0]).ToString());

    private JsValue CollectGarbage(in NativeCall call)
    {
        Js.CollectGarbage();
        return JsValue.Undefined;
    }
}
