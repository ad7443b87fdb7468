using System.Text;
using WasmRun.Engine;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Bindings;
using WasmRun.Node.EventLoop;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node;

/// <summary>One Node process: its kernel process, its engine, its loop and the JavaScript side's hooks.</summary>
internal sealed class NodeHost
{
    private readonly NativeTable _natives = new();
    private readonly Binding[] _bindings;

    public NodeHost(Process process, INodeLibrary library)
    {
        Process = process;
        Library = library;
        Loop = new NodeLoop(this);
        _bindings = BindingList.Create(this);
        foreach (var binding in _bindings)
        {
            binding.Register(new NativeRegistrar(_natives, binding.Name));
        }
    }

    public Process Process { get; }

    public INodeLibrary Library { get; }

    public NodeLoop Loop { get; }

    public NativeTable Natives => _natives;

    /// <summary>umask: permission bits that new files and directories do not get.</summary>
    public uint FileModeMask { get; set; } = 0x12; // 0o022

    /// <summary>Set once, by <see cref="Attach"/>.</summary>
    public QuickjsEngine Js { get; private set; } = null!;

    /// <summary>What js/realm.js evaluates to; owned by the image.</summary>
    public JsValue Realm { get; private set; } = JsValue.Undefined;

    /// <summary>Where relative paths start.</summary>
    public PathBase Paths => new(Process.Machine.Mounts, Process.Machine.Mounts.Root, IsBoundary: false);

    /// <summary>A path as the process means it: relative ones start at its working directory.</summary>
    public string Absolute(string path) => path.StartsWith('/') || path.Length == 0
        ? path
        : Process.WorkingDirectory.EndsWith('/') ? Process.WorkingDirectory + path : $"{Process.WorkingDirectory}/{path}";

    public T Binding<T>()
        where T : Binding => _bindings.OfType<T>().First();

    /// <summary>Takes an engine into use. For an image the realm is already in its heap.</summary>
    public void Attach(GuestInstance guest, bool isImage)
    {
        Js = new QuickjsEngine(guest, _natives, Process.Machine.Clock, isImage);
        if (isImage)
        {
            Realm = Js.Root;
        }
    }

    /// <summary>The realm has been made: from now on the JavaScript side's hooks can be found.</summary>
    public void SetRealm(JsValue realm)
    {
        Realm = realm;
        Js.Root = realm;
    }

    /// <summary>A member of the realm, owned.</summary>
    public JsValue Hook(string name) => Js.Get(Realm, name);

    /// <summary>Calls a function of the realm; an exception is left pending.</summary>
    public JsValue CallRealm(string name, params ReadOnlySpan<JsValue> arguments) => Js.Invoke(Realm, name, arguments);

    /// <summary>One of Node's bindings, owned.</summary>
    public JsValue InternalBinding(string name)
    {
        var text = Js.NewString(name);
        var binding = CallRealm("binding", text);
        Js.Free(text);
        return binding;
    }

    /// <summary>Writes to the program's standard error and waits until all is taken; a closed one swallows it.</summary>
    public void WriteError(string text)
    {
        if (Process.Files.Get(2, out var descriptor) == Errno.Success)
        {
            BlockingIo.Write(Process, descriptor!.File, Encoding.UTF8.GetBytes(text), out _);
        }
    }

    /// <summary>Ends the program with a status; the guest runs no further instruction.</summary>
    public void Exit(int status) => Js.Guest.Exit(status);
}
