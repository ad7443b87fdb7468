using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('types'): what an object really is, by the engine's class id. (src/node_types.cc)</summary>
internal sealed class TypesBinding(NodeHost host) : Binding(host)
{
    public override string Name => "types";

    public override void Register(NativeRegistrar natives)
    {
        foreach (var (name, test) in Tests)
        {
            natives.Add(name, (in NativeCall call) => test(Js.ClassOf(call[0])));
        }
    }

    internal static readonly (string Name, Func<JsClass, bool> Test)[] Tests =
    [
        ("isExternal", static _ => false),
        ("isDate", static kind => kind == JsClass.Date),
        ("isArgumentsObject", static kind => kind is JsClass.Arguments or JsClass.MappedArguments),
        ("isBigIntObject", static kind => kind == JsClass.BigInt),
        ("isBooleanObject", static kind => kind == JsClass.Boolean),
        ("isNumberObject", static kind => kind == JsClass.Number),
        ("isStringObject", static kind => kind == JsClass.String),
        ("isSymbolObject", static kind => kind == JsClass.Symbol),
        ("isBoxedPrimitive", static kind =>
            kind is JsClass.BigInt or JsClass.Boolean or JsClass.Number or JsClass.String or JsClass.Symbol),
        ("isNativeError", static kind => kind == JsClass.Error),
        ("isRegExp", static kind => kind == JsClass.RegExp),
        ("isAsyncFunction", static kind => kind is JsClass.AsyncFunction or JsClass.AsyncGeneratorFunction),
        ("isGeneratorFunction", static kind => kind is JsClass.GeneratorFunction or JsClass.AsyncGeneratorFunction),
        ("isGeneratorObject", static kind => kind is JsClass.Generator or JsClass.AsyncGenerator),
        ("isPromise", static kind => kind == JsClass.Promise),
        ("isMap", static kind => kind == JsClass.Map),
        ("isSet", static kind => kind == JsClass.Set),
        ("isMapIterator", static kind => kind == JsClass.MapIterator),
        ("isSetIterator", static kind => kind == JsClass.SetIterator),
        ("isWeakMap", static kind => kind == JsClass.WeakMap),
        ("isWeakSet", static kind => kind == JsClass.WeakSet),
        ("isArrayBuffer", static kind => kind == JsClass.ArrayBuffer),
        ("isDataView", static kind => kind == JsClass.DataView),
        ("isSharedArrayBuffer", static kind => kind == JsClass.SharedArrayBuffer),
        ("isAnyArrayBuffer", static kind => kind is JsClass.ArrayBuffer or JsClass.SharedArrayBuffer),
        ("isProxy", static kind => kind == JsClass.Proxy),
        ("isModuleNamespaceObject", static kind => kind == JsClass.ModuleNamespace),
        ("isCryptoKey", static _ => false),
        ("isKeyObject", static _ => false),
        ("isEventTarget", static _ => false),
    ];
}
