using WasmRun.Engine;
using WasmRun.Kernel;
using WasmRun.Node.Bindings;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node;

/// <summary>The life of one process: adopt the image, run the main script, spin the loop, exit. (src/node.cc, src/api/embed_helpers.cc)</summary>
internal sealed class NodeMain(NodeHost host, CommandLine line)
{
    private QuickjsEngine Js => host.Js;

    /// <summary>Returns when the program has ended; the guest's outcome says how.</summary>
    public void Run(GuestInstance guest)
    {
        try
        {
            host.Attach(guest, isImage: true);
            Js.Reseed();
            Js.TimeZone = ZoneOf(host.Process.Environment.GetValueOrDefault("TZ"));
            Js.FrameKey = host.Hook("frameKey");
            Js.Rejected = OnRejection;
            host.Binding<ModuleWrapBinding>().Attach();
            host.Loop.Begin();
            Adopt();
            host.Loop.Callbacks.Attach();
            host.Binding<StreamBinding>().Attach();
            host.Loop.Timers.Attach();
            host.Loop.Immediates.Attach();
            RunMain(MainScript());
            Spin();
        }
        catch (GuestEndedException)
        {
            // The outcome is with the guest.
        }
        finally
        {
            host.Binding<StreamBinding>().AbandonAll();
            host.Binding<FsEventBinding>().AbandonAll();
        }
    }

    /// <summary>The main script that node::StartExecution chooses.</summary>
    private string MainScript()
    {
        var script = line.Arguments is [var first, ..] ? first : "";
        return script switch
        {
            _ when line.Flag("--help") => "internal/main/print_help",
            _ when line.Flag("[has_eval_string]") && !line.Flag("--interactive") => "internal/main/eval_string",
            _ when line.Flag("--check") && !line.Flag("--interactive") => "internal/main/check_syntax",
            _ when line.Flag("--test") => "internal/main/test_runner",
            _ when script is not ("" or "-") => "internal/main/run_main_module",
            _ when line.Flag("--interactive") || IsTerminalInput() => "internal/main/repl",
            _ => "internal/main/eval_stdin",
        };
    }

    private bool IsTerminalInput() =>
        host.Process.Files.Get(0, out var input) == Errno.Success && input!.File.IsTerminal && line.Arguments.Count == 0;

    private void Adopt()
    {
        var config = Js.ParseJson(ProcessConfig.Write(host.Process, line).Span, "process");
        var result = host.CallRealm("adopt", config);
        Js.Free(config);
        if (result.IsException)
        {
            throw Js.Unexpected("starting from an image");
        }
    }

    private void RunMain(string script)
    {
        var id = Js.NewString(script);
        host.Loop.Callbacks.Enter();
        var result = host.CallRealm("runBuiltin", id);
        Js.Free(id);
        if (result.IsException)
        {
            host.Loop.Callbacks.Uncaught();
        }

        Js.Free(result);
        host.Loop.Callbacks.Leave();
    }

    private void Spin()
    {
        do
        {
            host.Loop.Run();
            EmitHook("emitBeforeExit");
        }
        while (host.Loop.IsAlive);
        var code = EmitHook("emitExit");
        host.Exit(code);
    }

    private int EmitHook(string name)
    {
        host.Loop.Callbacks.Enter();
        var result = host.CallRealm(name);
        var code = result.IsNumber ? (int)result.Number : 0;
        if (result.IsException)
        {
            host.Loop.Callbacks.Uncaught();
        }

        host.Loop.Callbacks.Leave();
        return code;
    }

    /// <summary>V8's PromiseRejectEvent: 0 rejected without a handler, 1 handled after all.</summary>
    private void OnRejection(JsValue promise, JsValue reason, bool isHandled)
    {
        var result = host.CallRealm("promiseRejected", isHandled ? 1 : 0, promise, isHandled ? JsValue.Undefined : reason);
        if (result.IsException)
        {
            Js.Free(Js.TakeException());
        }

        Js.Free(result);
    }

    private static TimeZoneInfo ZoneOf(string? name)
    {
        if (name is null)
        {
            return TimeZoneInfo.Local;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
    }
}
