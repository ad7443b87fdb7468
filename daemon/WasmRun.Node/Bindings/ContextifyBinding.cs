using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('contextify'): compiling and running scripts, also in realms of their own. (src/node_contextify.cc)</summary>
internal sealed class ContextifyBinding(NodeHost host) : Binding(host)
{
    /// <summary>Compiled scripts by number, kept for the life of the process.</summary>
    private readonly List<JsValue> _scripts = [];

    public override string Name => "contextify";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("compileScript", CompileScript);
        natives.Add("runScript", RunScript);
        natives.Add("compileFunction", CompileFunction);
        natives.Add("parseModule", ParseModule);
        natives.Add("newContext", NewContext);
        natives.Add("runInContext", RunInContext);
    }

    /// <summary>compileScript(code, file, line): a number for <see cref="RunScript"/>.</summary>
    private JsValue CompileScript(in NativeCall call)
    {
        var compiled = Js.Eval(call.Text(0), call.Text(1), EvalMode.CompileOnly, call.Int(2));
        if (compiled.IsException)
        {
            return compiled;
        }

        _scripts.Add(compiled);
        return _scripts.Count - 1;
    }

    private JsValue RunScript(in NativeCall call) => Js.Run(Js.Dup(_scripts[call.Int(0)]));

    /// <summary>compileFunction(code, file, parameters, line, name): the code as the body of a function.</summary>
    private JsValue CompileFunction(in NativeCall call)
    {
        // The wrapper stands on lines of its own above the code, so that lines and columns of the code stay true.
        var line = call.Int(3) == 1 ? QuickjsEngine.LineBeforeTwoLineFeeds : call.Int(3) - 2;
        var function = Js.Eval($"(function ({call.Text(2)}) {{\n\n{call.Text(0)}\n}})", call.Text(1), EvalMode.Script, line);
        if (!function.IsException)
        {
            var key = Js.NewString("name");
            Js.DefineHidden(function, key, Js.Dup(call[4]));
            Js.Free(key);
        }

        return function;
    }

    /// <summary>parseModule(code, file): throws unless the code is a module.</summary>
    private JsValue ParseModule(in NativeCall call)
    {
        var module = Js.Eval(call.Text(0), "wasmrun:check", EvalMode.Module | EvalMode.CompileOnly);
        return module.IsException ? module : JsValue.Undefined;
    }

    /// <summary>newContext(): {id, global} of a new realm in the same heap.</summary>
    private JsValue NewContext(in NativeCall call)
    {
        var context = Js.Exports.NewContext.Call(Js.Runtime).U32;
        if (context == 0)
        {
            return Js.ThrowError("vm: no memory for another context");
        }

        var realm = Js.NewObject();
        Js.Set(realm, "id", context);
        Js.Set(realm, "global", new JsValue(Js.Exports.GetGlobalObject.Call(context).U64));
        return realm;
    }

    private JsValue RunInContext(in NativeCall call) => Js.EvalIn((uint)call.Long(0), call.Text(1), call.Text(2));
}
