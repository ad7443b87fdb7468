using WasmRun.Node.Modules;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('module_wrap'): module records of the engine by address. (src/module_wrap.cc)</summary>
internal sealed class ModuleWrapBinding(NodeHost host) : Binding(host)
{
    public override string Name => "module_wrap";

    private ModuleRecords Records => field ??= new ModuleRecords(Js);

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("compile", Compile);
        natives.Add("synthetic", Synthetic);
        natives.Add("setExport", SetExport);
        natives.Add("requests", Requests);
        natives.Add("link", Link);
        natives.Add("checkLinks", CheckLinks);
        natives.Add("evaluate", (in NativeCall call) => Js.Run(Js.Dup(JsValue.Of(JsTag.Module, Record(call)))));
        natives.Add("namespace", Namespace);
        natives.Add("importMeta", ImportMeta);
        natives.Add("hasTopLevelAwait", (in NativeCall call) => Records.HasTopLevelAwait(Record(call)));
    }

    /// <summary>Takes over <c>import()</c> and the evaluation of synthetic modules.</summary>
    public void Attach()
    {
        Js.Imported = ImportDynamically;
        Js.SyntheticEvaluated = EvaluateSynthetic;
    }

    private static uint Record(in NativeCall call) => (uint)call.Long(0);

    /// <summary>compile(url, source, line): a record whose imports are not linked yet.</summary>
    private JsValue Compile(in NativeCall call)
    {
        var module = Js.Eval(call.Text(1), call.Text(0), EvalMode.Module | EvalMode.CompileOnly, call.Int(2));
        return module.IsException ? module : module.Pointer;
    }

    /// <summary>synthetic(url, names): a record whose exports are set by <see cref="SetExport"/>.</summary>
    private JsValue Synthetic(in NativeCall call)
    {
        var names = new string[Js.ArrayLength(call[1])];
        for (var i = 0u; i < names.Length; i++)
        {
            var name = Js.Get(call[1], i);
            names[i] = Js.Text(name);
            Js.Free(name);
        }

        return Js.NewSyntheticModule(call.Text(0), names);
    }

    private JsValue SetExport(in NativeCall call) =>
        Js.SetModuleExport(Record(call), call.Text(1), Js.Dup(call[2])) ? JsValue.Undefined : JsValue.Exception;

    private JsValue Requests(in NativeCall call)
    {
        var requests = Js.NewArray();
        var index = 0u;
        foreach (var (specifier, attributes) in Records.Requests(Record(call)))
        {
            Js.Set(requests, index++, Js.NewArray([Js.NewString(specifier), Js.Dup(attributes)]));
        }

        return requests;
    }

    /// <summary>link(record, records): the modules behind its requests, in order.</summary>
    private JsValue Link(in NativeCall call)
    {
        var count = Js.ArrayLength(call[1]);
        for (var i = 0u; i < count; i++)
        {
            Records.Link(Record(call), i, (uint)Js.Get(call[1], i).Number);
        }

        return JsValue.Undefined;
    }

    /// <summary>checkLinks(record): undefined, or [message, url, specifier, name] of the first import that nothing exports.</summary>
    private JsValue CheckLinks(in NativeCall call) => Records.FirstUnresolved(Record(call)) is { } missing
        ? Js.NewArray([Js.NewString(missing.Message), Js.NewString(missing.Url), Js.NewString(missing.Specifier), Js.NewString(missing.Export)])
        : JsValue.Undefined;

    private JsValue Namespace(in NativeCall call) => new(Js.Exports.GetModuleNamespace.Call(Js.Context, Record(call)).U64);

    private JsValue ImportMeta(in NativeCall call) => new(Js.Exports.GetImportMeta.Call(Js.Context, Record(call)).U64);

    private void ImportDynamically(JsValue resolve, JsValue reject, JsValue referrer, JsValue specifier, JsValue attributes)
    {
        var result = Host.CallRealm("importDynamically", resolve, reject, referrer, specifier, attributes);
        if (result.IsException)
        {
            Host.Loop.Callbacks.Uncaught();
        }

        Js.Free(result);
    }

    /// <summary>False leaves the exception of the module's evaluation steps pending.</summary>
    private bool EvaluateSynthetic(uint record)
    {
        var result = Host.CallRealm("evaluateSynthetic", record);
        Js.Free(result);
        return !result.IsException;
    }
}
