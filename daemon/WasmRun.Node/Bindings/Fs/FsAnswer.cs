using WasmRun.Kernel;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>The outcome of a file system call, with what an error message tells of it.</summary>
/// <param name="Errno">The outcome.</param>
/// <param name="Syscall">libuv's name of the call.</param>
/// <param name="Value">The result, owned; undefined where there is none.</param>
/// <param name="Path">For the message.</param>
/// <param name="Destination">For the message of calls with two paths.</param>
internal readonly record struct FsAnswer(Errno Errno, string Syscall, JsValue Value, string? Path = null, string? Destination = null);

/// <summary>
/// The three ways to ask Node's fs binding: without a request the call returns or throws at once, with an FSReqCallback
/// it completes through <c>oncomplete</c>, with kUsePromises it returns a promise. (src/node_file-inl.h)
/// </summary>
internal sealed class FsRequests(NodeHost host)
{
    private QuickjsEngine Js => host.Js;

    /// <summary>True when the caller waits for the result itself.</summary>
    public static bool IsSync(JsValue request) => !request.IsObject && !request.IsSymbol;

    public JsValue Answer(JsValue request, FsAnswer answer)
    {
        if (IsSync(request))
        {
            return answer.Errno == Errno.Success ? answer.Value : Throw(answer);
        }

        var (result, complete) = Begin(request);
        host.Loop.Complete(() => complete(answer));
        return result;
    }

    /// <summary>What an asynchronous call returns at once, and what ends it later on the loop's thread.</summary>
    public (JsValue Result, Action<FsAnswer> Complete) Begin(JsValue request)
    {
        var frame = Js.Dup(Js.Frame);
        if (request.IsSymbol)
        {
            var (promise, resolve, reject) = Js.NewPromise();
            return (promise, answer =>
            {
                Js.Frame = frame;
                Settle(answer, resolve, reject);
                Js.Free(resolve);
                Js.Free(reject);
                Js.Free(frame);
            }
            );
        }

        var kept = Js.Dup(request);
        return (JsValue.Undefined, answer =>
        {
            Js.Frame = frame;
            CallBack(kept, answer);
            Js.Free(kept);
            Js.Free(frame);
        }
        );
    }

    private JsValue Throw(FsAnswer answer) => UvError.Throw(host, answer.Errno, answer.Syscall, answer.Path, answer.Destination);

    private JsValue Error(FsAnswer answer) => UvError.New(host, answer.Errno, answer.Syscall, answer.Path, answer.Destination);

    private void Settle(FsAnswer answer, JsValue resolve, JsValue reject)
    {
        var isError = answer.Errno != Errno.Success;
        var value = isError ? Error(answer) : answer.Value;
        host.Loop.Callbacks.Make(isError ? reject : resolve, JsValue.Undefined, value);
        Js.Free(value);
    }

    private void CallBack(JsValue request, FsAnswer answer)
    {
        if (answer.Errno != Errno.Success)
        {
            var error = Error(answer);
            host.Loop.Callbacks.MakeMethod(request, "oncomplete", error);
            Js.Free(error);
        }
        else if (answer.Value.IsUndefined)
        {
            host.Loop.Callbacks.MakeMethod(request, "oncomplete", JsValue.Null);
        }
        else
        {
            host.Loop.Callbacks.MakeMethod(request, "oncomplete", JsValue.Null, answer.Value);
            Js.Free(answer.Value);
        }
    }
}
