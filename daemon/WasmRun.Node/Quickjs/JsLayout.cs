namespace WasmRun.Node.Quickjs;

/// <summary>
/// Where the engine keeps what we read straight from its memory, in bytes. The offsets belong to one exact quickjs.wasm
/// (wasm32, quickjs-ng 0.17): <see cref="JsLayoutCheck"/> proves each one while an image is baked.
/// </summary>
internal static class JsLayout
{
    /// <summary>Before every heap value: <c>JSMallocBlockHeader.ref_count</c>.</summary>
    public const int RefCount = -4;

    // JSString: 31 bits of length and one of width, then 28 bits of hash, 2 of kind; characters follow the header.
    public const int StringLength = 0;
    public const int StringKind = 4;
    public const int StringKindShift = 28;
    public const int StringData = 24;

    // JSObject.
    public const int ObjectClass = 10;
    public const int ObjectData = 24;

    // JSObject.u.array of typed arrays: JSTypedArray*, pointer to the first element; length in elements.
    public const int ArrayElements = 28;
    public const int ArrayCount = 32;

    // JSTypedArray.
    public const int TypedArrayBuffer = 12;
    public const int TypedArrayOffset = 16;
    public const int TypedArrayByteLength = 20;

    // JSRuntime.job_list (prev, next) and JSJobEntry.
    public const int RuntimeJobList = 692;
    public const int JobFunction = 12;
    public const int JobArgumentCount = 16;
    public const int JobArguments = 24;

    // JSPromiseFunctionData.promise and JSAsyncFunctionData.resolving_funcs.
    public const int PromiseFunctionPromise = 0;
    public const int AsyncFunctionResolvers = 8;

    // JSModuleDef and its entries.
    public const int ModuleName = 0;
    public const int ModuleRequests = 12;
    public const int ModuleRequestCount = 16;
    public const int RequestSize = 16;
    public const int RequestName = 0;
    public const int RequestModule = 4;
    public const int RequestAttributes = 8;
}
