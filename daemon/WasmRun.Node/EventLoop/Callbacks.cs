using WasmRun.Node.Quickjs;

namespace WasmRun.Node.EventLoop;

/// <summary>
/// Calls from the loop into JavaScript, with what Node does after each: microtasks, ticks and unhandled rejections
/// (InternalCallbackScope::Close in src/api/callback.cc).
/// </summary>
internal sealed class Callbacks(NodeHost host)
{
    private const int HasTickScheduled = 0; // TickInfo::Fields
    private const int HasRejectionToWarn = 1;

    private JsValue _tick = JsValue.Undefined;
    private uint _tickInfo;
    private int _depth;

    private QuickjsEngine Js => host.Js;

    /// <summary>Finds the hooks of a bootstrapped realm.</summary>
    public void Attach()
    {
        _tick = host.Hook("tickCallback");
        var queue = host.InternalBinding("task_queue");
        var info = Js.Get(queue, "tickInfo");
        Js.TryBytes(info, out _tickInfo, out _);
        Js.Free(info);
        Js.Free(queue);
    }

    /// <summary>Calls a function as the outermost JavaScript of a turn. All values are borrowed.</summary>
    public void Make(JsValue function, JsValue self, params ReadOnlySpan<JsValue> arguments)
    {
        _depth++;
        var result = Js.Call(function, self, arguments);
        if (result.IsException)
        {
            Uncaught();
        }
        else
        {
            Js.Free(result);
        }

        Leave();
    }

    /// <summary>Calls a method by name; see <see cref="Make"/>. Nothing happens when there is no such function.</summary>
    public void MakeMethod(JsValue self, string method, params ReadOnlySpan<JsValue> arguments)
    {
        var function = Js.Get(self, method);
        if (Js.IsFunction(function))
        {
            Make(function, self, arguments);
        }

        Js.Free(function);
    }

    /// <summary>Enters JavaScript by other means than <see cref="Make"/>; <see cref="Leave"/> must follow.</summary>
    public void Enter() => _depth++;

    /// <summary>What follows when the outermost JavaScript has returned.</summary>
    public void Leave()
    {
        if (--_depth > 0)
        {
            return;
        }

        _depth++;
        Tick();
        _depth--;
        Js.Frame = JsValue.Undefined;
    }

    /// <summary>Microtasks; an exception out of one is an uncaught one.</summary>
    public void RunMicrotasks()
    {
        while (!Js.RunJobs())
        {
            Uncaught();
        }
    }

    /// <summary>Hands the pending exception to the program's handlers; without one the process ends here.</summary>
    public void Uncaught()
    {
        var error = Js.TakeException();
        var result = host.CallRealm("uncaught", error);
        Js.Free(error);
        if (result.IsException)
        {
            // The reporting itself failed: Node's exit code for that is 7.
            Js.Free(Js.TakeException());
            host.Exit(7);
        }

        Js.Free(result);
    }

    private void Tick()
    {
        if (!Flag(HasTickScheduled))
        {
            RunMicrotasks();
        }

        while (Flag(HasTickScheduled) || Flag(HasRejectionToWarn))
        {
            var result = Js.Call(_tick, JsValue.Undefined);
            if (!result.IsException)
            {
                Js.Free(result);
                return;
            }

            Uncaught();
        }
    }

    private bool Flag(int index) => Js.Slice(_tickInfo + (uint)index, 1)[0] != 0;
}
