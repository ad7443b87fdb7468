using WasmRun.Engine;
using WasmRun.Engine.Native;

namespace WasmRun.Node.Quickjs;

/// <summary>
/// The microtask queue, the async context of each job, and <c>import()</c>. The engine reports of promises only their
/// birth, so the context of a job is found from the promise it will settle, by looking at the head of the queue.
/// </summary>
internal sealed unsafe partial class QuickjsEngine
{
    private const int ReactionArguments = 5; // resolve, reject, handler, isReject, value
    private const int ThenableArguments = 3; // promise, thenable, then
    private const int ImportArguments = 5; // resolve, reject, referrer, specifier, attributes

    private readonly int _promiseHook;
    private JsValue _frame = JsValue.Undefined;
    private bool _tracksFrames;

    /// <summary>Takes over an <c>import()</c>: all values are borrowed.</summary>
    public ImportHandler? Imported { get; set; }

    /// <summary>The private symbol under which a promise carries its async context; owned by the image.</summary>
    public JsValue FrameKey { get; set; }

    /// <summary>
    /// V8's continuation-preserved embedder data: what <c>AsyncLocalStorage</c> reads. Borrowed on reading; setting keeps a
    /// reference of its own. Tracking begins with the first value that is not undefined.
    /// </summary>
    public JsValue Frame
    {
        get => _frame;
        set
        {
            if (!_tracksFrames && !value.IsUndefined)
            {
                _tracksFrames = true;
                _exports.SetPromiseHook.Call(_runtime, _promiseHook, 0);
            }

            var previous = _frame;
            _frame = Dup(value);
            Free(previous);
        }
    }

    public bool HasJobs => ReadUInt32(JobList + 4) != JobList;

    /// <summary>Runs jobs until none is left.</summary>
    /// <returns>False when a job threw; its exception is pending, the rest still waits.</returns>
    public bool RunJobs()
    {
        while (HasJobs)
        {
            if (!RunOneJob())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The function pointer of the job at the head of the queue.</summary>
    internal uint HeadJobFunction => ReadUInt32(ReadUInt32(JobList + 4) + JsLayout.JobFunction);

    /// <summary>Where the queue of this runtime is: {prev, next}.</summary>
    private uint JobList => _runtime + JsLayout.RuntimeJobList;

    /// <summary>The function pointer of <c>import()</c>'s job, learned while the image was baked.</summary>
    internal uint ImportJob
    {
        get => ReadUInt32(_anchor + AnchorImportJob);
        set => WriteUInt32(_anchor + AnchorImportJob, value);
    }

    private bool RunOneJob()
    {
        var job = ReadUInt32(JobList + 4);
        var count = ReadUInt32(job + JsLayout.JobArgumentCount);
        if (count == ImportArguments && Imported is { } import && ReadUInt32(job + JsLayout.JobFunction) == ImportJob)
        {
            var arguments = job + JsLayout.JobArguments;
            import(Argument(arguments, 0), Argument(arguments, 1), Argument(arguments, 2), Argument(arguments, 3), Argument(arguments, 4));
            RemoveJob(job, count);
            return true;
        }

        if (!_tracksFrames)
        {
            return _exports.ExecutePendingJob.Call(_runtime, _scratch).I32 >= 0;
        }

        var promise = Dup(PromiseOf(job, count, out var isAsyncFunction));
        var frame = promise.IsObject ? Get(promise, FrameKey) : Dup(_frame);
        Frame = frame;
        Free(frame);
        var done = _exports.ExecutePendingJob.Call(_runtime, _scratch).I32 >= 0;
        if (isAsyncFunction)
        {
            // An async function goes on in the context it had at its next await, which is where this job ended.
            DefineHidden(promise, FrameKey, Dup(_frame));
        }

        Free(promise);
        ObserveJob?.Invoke(_frame);
        Frame = JsValue.Undefined;
        return done;
    }

    /// <summary>The promise that a job settles: its frame is the one the job runs in. Borrowed; undefined when there is none.</summary>
    private JsValue PromiseOf(uint job, uint count, out bool isAsyncFunction)
    {
        isAsyncFunction = false;
        var arguments = job + JsLayout.JobArguments;
        if (count == ThenableArguments)
        {
            return Argument(arguments, 0) is var target && ClassOf(target) == JsClass.Promise ? target : JsValue.Undefined;
        }

        if (count != ReactionArguments)
        {
            return JsValue.Undefined;
        }

        var resolver = Argument(arguments, 0);
        if (resolver.IsUndefined)
        {
            var handler = Argument(arguments, 2);
            if (ClassOf(handler) is not (JsClass.AsyncFunctionResolve or JsClass.AsyncFunctionReject))
            {
                return JsValue.Undefined;
            }

            isAsyncFunction = true;
            var function = ReadUInt32(handler.Pointer + JsLayout.ObjectData);
            resolver = new JsValue(ReadUInt64(function + JsLayout.AsyncFunctionResolvers));
        }

        var result = ClassOf(resolver) == JsClass.PromiseResolveFunction
            ? new JsValue(ReadUInt64(ReadUInt32(resolver.Pointer + JsLayout.ObjectData) + JsLayout.PromiseFunctionPromise))
            : JsValue.Undefined;
        isAsyncFunction &= result.IsObject;
        return result;
    }

    private JsValue Argument(uint arguments, uint index) => new(ReadUInt64(arguments + index * 8));

    /// <summary>Takes a job out of the queue as <c>JS_ExecutePendingJob</c> would after running it.</summary>
    internal void RemoveJob(uint job, uint count)
    {
        var previous = ReadUInt32(job);
        var next = ReadUInt32(job + 4);
        WriteUInt32(previous + 4, next);
        WriteUInt32(next, previous);
        for (var i = 0u; i < count; i++)
        {
            Free(Argument(job + JsLayout.JobArguments, i));
        }

        _exports.JsFreeRuntime.Call(_runtime, job);
    }

    /// <summary>Told the frame each job has run in; for <see cref="JsLayoutCheck"/>.</summary>
    internal Action<JsValue>? ObserveJob { get; set; }

    /// <summary>Until a frame is set again; an image is baked in this state.</summary>
    internal void StopTrackingFrames()
    {
        Frame = JsValue.Undefined;
        _tracksFrames = false;
        _exports.SetPromiseHook.Call(_runtime, 0, 0);
    }

    internal uint HeadJob => ReadUInt32(JobList + 4);

    private static void OnPromise(GuestInstance guest, ValRaw* values)
    {
        const int Init = 0;
        var js = Of(guest);
        if (values[1].I32 == Init && !js._frame.IsUndefined)
        {
            js.DefineHidden(new JsValue(values[2].U64), js.FrameKey, js.Dup(js._frame));
        }
    }
}

/// <summary>An <c>import()</c> that waits to be answered through the first two values.</summary>
internal delegate void ImportHandler(JsValue resolve, JsValue reject, JsValue referrer, JsValue specifier, JsValue attributes);
