using System.Text;
using WasmRun.Engine;
using WasmRun.Kernel;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs.Memory;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node;

/// <summary>Boots a release's library in a fresh engine and freezes it.</summary>
internal static class ImageBuilder
{
    /// <summary>Loaded into the image: what a program's start or its first lines need anyway.</summary>
    private static readonly string[] Loaded =
    [
        "internal/process/pre_execution", "internal/modules/run_main",
        "internal/modules/cjs/loader", "internal/modules/esm/utils", "internal/modules/esm/loader", "internal/modules/esm/translators",
        "internal/process/execution", "internal/process/permission", "internal/dns/utils", "internal/source_map/source_map_cache",
        "internal/console/global", "internal/util/inspect", "internal/error_serdes",
        "fs", "path", "url", "util", "events", "buffer", "stream", "timers", "querystring", "string_decoder", "os", "net", "tty", "vm",
        "internal/fs/sync_write_stream", "internal/fs/promises", "internal/fs/streams", "internal/readline/interface",
        "internal/abort_controller", "async_hooks", "diagnostics_channel", "internal/util/types",
        "http",
    ];

    /// <summary>Too large or too rare to lie compiled in every image; they are compiled when first required.</summary>
    private static readonly string[] LeftOut = ["internal/deps/", "internal/test_runner/", "internal/main/", "internal/bootstrap/", "internal/per_context/", "internal/v8_prof"];

    /// <summary>Heap growth in bytes before the first cycle collection of a process.</summary>
    private const uint CollectionHeadroom = 64 << 20;

    /// <summary>The host functions by number, as an image remembers them.</summary>
    public static IEnumerable<string> NativeNames() => NewHost(new NoLibrary()).Natives.Names;

    /// <exception cref="InvalidOperationException">The library did not boot: a bug of ours.</exception>
    public static byte[] Build(ModuleCache modules, HostFunctions imports, ModuleSource quickjs, ReleaseShape shape, INodeLibrary library)
    {
        var prepared = ImageBaker.Prepare(quickjs.Binary);
        var module = modules.Load(ModuleSource.FromBytes("quickjs.wasm", prepared), TierPolicy.Baseline);
        using var linked = imports.Link(module.Module);
        byte[]? image = null;
        var thread = GuestThread.Start("node image", _ => image = Boot(linked, quickjs.Binary, shape, library));
        thread.Ended.GetAwaiter().GetResult();
        return image!;
    }

    private static byte[] Boot(LinkedModule linked, byte[] wasm, ReleaseShape shape, INodeLibrary library)
    {
        var host = NewHost(library);
        using var guest = linked.Instantiate();
        host.Attach(guest, isImage: false);
        JsLayoutCheck.Run(host.Js);
        host.SetRealm(MakeRealm(host, shape));
        host.Binding<Bindings.ModuleWrapBinding>().Attach();
        Call(host, "boot");
        host.Loop.Callbacks.Attach();
        Warm(host, library);
        host.Js.CollectGarbage();
        host.Js.SetCollectionThreshold((uint)host.Js.HeapBytes() + CollectionHeadroom);
        return ImageBaker.Bake(wasm, guest).Wasm;
    }

    private static NodeHost NewHost(INodeLibrary library)
    {
        var machine = new Machine(new MemoryFileSystem(SystemClock.Instance));
        var (input, _) = Pipe.Create();
        var (_, output) = Pipe.Create();
        output.AddReference();
        var errno = machine.Processes.Create(new ProcessStart { Arguments = ["node"], Stdio = (input, output, output) }, out var process);
        return errno == Errno.Success
            ? new NodeHost(process!, library)
            : throw new InvalidOperationException($"no process for the image: {errno.PosixName()}");
    }

    private static JsValue MakeRealm(NodeHost host, ReleaseShape shape)
    {
        var js = host.Js;
        var natives = MakeNatives(js);
        var engineNatives = js.Get(natives, "engine");
        var makeEngine = Evaluate(js, "js/engine.js");
        var engine = Check(js, js.Call(makeEngine, JsValue.Undefined, engineNatives), "js/engine.js");
        var setMessages = Evaluate(js, "js/messages.js");
        var positions = js.Get(natives, "positions");
        js.Free(Check(js, js.Call(setMessages, JsValue.Undefined, engine, positions), "js/messages.js"));
        var data = Check(js, js.ParseJson(shape.Json, shape.Version), "the release's shape");
        var overlays = js.NewDictionary();
        foreach (var name in Resources.List("js/bindings/"))
        {
            js.Set(overlays, Path.GetFileNameWithoutExtension(name), Evaluate(js, name));
        }

        var makeRealm = Evaluate(js, "js/realm.js");
        var realm = Check(js, js.Call(makeRealm, JsValue.Undefined, natives, engine, data, overlays), "js/realm.js");
        js.Set(realm, "frameKey", js.Dup(js.FrameKey));
        foreach (var value in (ReadOnlySpan<JsValue>)[natives, engineNatives, makeEngine, engine, setMessages, positions, data, overlays, makeRealm])
        {
            js.Free(value);
        }

        return realm;
    }

    /// <summary>{binding: {member: function}} of all host functions.</summary>
    private static JsValue MakeNatives(QuickjsEngine js)
    {
        var natives = js.NewDictionary();
        for (var i = 0; i < js.Natives.Count; i++)
        {
            var (binding, member) = js.Natives.Names[i].Split('.') is [var first, var second] ? (first, second) : throw new InvalidOperationException();
            var group = js.Get(natives, binding);
            if (group.IsUndefined)
            {
                group = js.NewDictionary();
                js.Set(natives, binding, js.Dup(group));
            }

            js.Set(group, member, js.NewFunction(i, member));
            js.Free(group);
        }

        return natives;
    }

    /// <summary>Loads and compiles ahead, so that a process finds it done.</summary>
    private static void Warm(NodeHost host, INodeLibrary library)
    {
        var js = host.Js;
        var loaded = NewList(js, Loaded.Where(library.ModuleIds.Contains));
        var compiled = NewList(js, library.ModuleIds.Where(id => !LeftOut.Any(id.StartsWith)).Append("internal/main/run_main_module")
            .Append("internal/main/eval_string").Append("internal/main/eval_stdin").Order(StringComparer.Ordinal));
        Call(host, "warm", loaded, compiled);
        js.Free(loaded);
        js.Free(compiled);
        host.Loop.Callbacks.RunMicrotasks();
    }

    private static JsValue NewList(QuickjsEngine js, IEnumerable<string> texts)
    {
        var list = js.NewArray();
        var index = 0u;
        foreach (var text in texts)
        {
            js.Set(list, index++, js.NewString(text));
        }

        return list;
    }

    private static void Call(NodeHost host, string name, params ReadOnlySpan<JsValue> arguments) =>
        host.Js.Free(Check(host.Js, host.CallRealm(name, arguments), name));

    private static JsValue Evaluate(QuickjsEngine js, string resource)
    {
        var source = Encoding.UTF8.GetString(Resources.TryRead(resource)!);
        return Check(js, js.Eval(source, $"wasmrun:{resource}"), resource);
    }

    private static JsValue Check(QuickjsEngine js, JsValue value, string doing) =>
        value.IsException ? throw js.Unexpected($"making an image, {doing}") : value;

    /// <summary>For counting host functions, which needs no source.</summary>
    private sealed class NoLibrary : INodeLibrary
    {
        public string Version => "";

        public string Fingerprint => "";

        public IReadOnlyCollection<string> ModuleIds => [];

        public string? Source(string moduleId) => null;
    }
}
