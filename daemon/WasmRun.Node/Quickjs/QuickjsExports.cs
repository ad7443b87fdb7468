using WasmRun.Engine;

namespace WasmRun.Node.Quickjs;

/// <summary>The functions of quickjs.wasm that we call, each looked up when first used. Names are the C API's.</summary>
internal sealed class QuickjsExports(GuestInstance guest)
{
    public ExportedFunction Malloc => field ??= Get("wasm_malloc");

    public ExportedFunction MallocFree => field ??= Get("wasm_free");

    public ExportedFunction JsMalloc => field ??= Get("js_malloc");

    public ExportedFunction JsFreeRuntime => field ??= Get("js_free_rt");

    public ExportedFunction FreeValue => field ??= Get("JS_FreeValue");

    public ExportedFunction NewStringLen => field ??= Get("JS_NewStringLen");

    public ExportedFunction NewStringUtf16 => field ??= Get("JS_NewStringUTF16");

    public ExportedFunction ToCStringUtf16 => field ??= Get("JS_ToCStringLenUTF16");

    public ExportedFunction FreeCStringUtf16 => field ??= Get("JS_FreeCStringUTF16");

    public ExportedFunction ToJsString => field ??= Get("JS_ToString");

    public ExportedFunction NewAtomLen => field ??= Get("JS_NewAtomLen");

    public ExportedFunction AtomToString => field ??= Get("JS_AtomToString");

    public ExportedFunction AtomToValue => field ??= Get("JS_AtomToValue");

    public ExportedFunction ValueToAtom => field ??= Get("JS_ValueToAtom");

    public ExportedFunction FreeAtom => field ??= Get("JS_FreeAtom");

    public ExportedFunction NewPrivateSymbol => field ??= Get("JS_NewPrivateSymbol");

    public ExportedFunction NewObject => field ??= Get("JS_NewObject");

    public ExportedFunction NewObjectProto => field ??= Get("JS_NewObjectProto");

    public ExportedFunction NewArray => field ??= Get("JS_NewArray");

    public ExportedFunction NewArrayFrom => field ??= Get("JS_NewArrayFrom");

    public ExportedFunction NewError => field ??= Get("JS_NewError");

    public ExportedFunction NewCFunction2 => field ??= Get("JS_NewCFunction2");

    public ExportedFunction NewBigInt64 => field ??= Get("JS_NewBigInt64");

    public ExportedFunction NewBigUint64 => field ??= Get("JS_NewBigUint64");

    public ExportedFunction ToBigInt64 => field ??= Get("JS_ToBigInt64");

    public ExportedFunction NewDate => field ??= Get("JS_NewDate");

    public ExportedFunction GetProperty => field ??= Get("JS_GetProperty");

    public ExportedFunction SetProperty => field ??= Get("JS_SetProperty");

    public ExportedFunction GetPropertyUint32 => field ??= Get("JS_GetPropertyUint32");

    public ExportedFunction DefinePropertyUint32 => field ??= Get("JS_DefinePropertyValueUint32");

    public ExportedFunction DefinePropertyValue => field ??= Get("JS_DefinePropertyValue");

    public ExportedFunction GetOwnPropertyNames => field ??= Get("JS_GetOwnPropertyNames");

    public ExportedFunction FreePropertyEnum => field ??= Get("JS_FreePropertyEnum");

    public ExportedFunction GetPrototype => field ??= Get("JS_GetPrototype");

    public ExportedFunction IsFunction => field ??= Get("JS_IsFunction");

    public ExportedFunction IsArray => field ??= Get("JS_IsArray");

    public ExportedFunction ToBool => field ??= Get("JS_ToBool");

    public ExportedFunction ToFloat64 => field ??= Get("JS_ToFloat64");

    public ExportedFunction Call => field ??= Get("JS_Call");

    public ExportedFunction Eval2 => field ??= Get("JS_Eval2");

    public ExportedFunction EvalFunction => field ??= Get("JS_EvalFunction");

    public ExportedFunction ParseJson => field ??= Get("JS_ParseJSON");

    public ExportedFunction Throw => field ??= Get("JS_Throw");

    public ExportedFunction GetException => field ??= Get("JS_GetException");

    public ExportedFunction GetGlobalObject => field ??= Get("JS_GetGlobalObject");

    public ExportedFunction NewArrayBufferCopy => field ??= Get("JS_NewArrayBufferCopy");

    public ExportedFunction GetArrayBuffer => field ??= Get("JS_GetArrayBuffer");

    public ExportedFunction DetachArrayBuffer => field ??= Get("JS_DetachArrayBuffer");

    public ExportedFunction NewUint8ArrayCopy => field ??= Get("JS_NewUint8ArrayCopy");

    public ExportedFunction PromiseState => field ??= Get("JS_PromiseState");

    public ExportedFunction PromiseResult => field ??= Get("JS_PromiseResult");

    public ExportedFunction PromiseMarkAsHandled => field ??= Get("JS_PromiseMarkAsHandled");

    public ExportedFunction NewPromiseCapability => field ??= Get("JS_NewPromiseCapability");

    public ExportedFunction PromiseThen => field ??= Get("JS_PromiseThen");

    public ExportedFunction SetPromiseHook => field ??= Get("JS_SetPromiseHook");

    public ExportedFunction IsJobPending => field ??= Get("JS_IsJobPending");

    public ExportedFunction ExecutePendingJob => field ??= Get("JS_ExecutePendingJob");

    public ExportedFunction GetProxyTarget => field ??= Get("JS_GetProxyTarget");

    public ExportedFunction GetProxyHandler => field ??= Get("JS_GetProxyHandler");

    public ExportedFunction GetModuleNamespace => field ??= Get("JS_GetModuleNamespace");

    public ExportedFunction AddModuleExport => field ??= Get("JS_AddModuleExport");

    public ExportedFunction SetModuleExport => field ??= Get("JS_SetModuleExport");

    public ExportedFunction GetImportMeta => field ??= Get("JS_GetImportMeta");

    public ExportedFunction NewContext => field ??= Get("JS_NewContext");

    public ExportedFunction WriteObject => field ??= Get("JS_WriteObject");

    public ExportedFunction ReadObject => field ??= Get("JS_ReadObject");

    public ExportedFunction RunGc => field ??= Get("JS_RunGC");

    public ExportedFunction SetGcThreshold => field ??= Get("JS_SetGCThreshold");

    public ExportedFunction ComputeMemoryUsage => field ??= Get("JS_ComputeMemoryUsage");

    public ExportedFunction Get(string name) => guest.GetFunction(name);
}
