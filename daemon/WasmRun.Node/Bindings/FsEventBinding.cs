using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('fs_event_wrap'): fs.watch over the kernel's change feed. (src/fs_event_wrap.cc, libuv's inotify)</summary>
internal sealed class FsEventBinding(NodeHost host) : Binding(host)
{
    private readonly Dictionary<int, Subscription> _watches = [];
    private int _last;

    public override string Name => "fs_event_wrap";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("watch", Watch);
        natives.Add("unwatch", Unwatch);
    }

    /// <summary>At the end of the process: feeds outlive it.</summary>
    public void AbandonAll()
    {
        foreach (var watch in _watches.Values)
        {
            watch.Stop();
        }
    }

    /// <summary>watch(handle, path, recursive): a number for <see cref="Unwatch"/>, or a negative error number.</summary>
    private JsValue Watch(in NativeCall call)
    {
        var errno = Host.Paths.Walk(Host.Absolute(call.Text(1)), followLast: true, out var lookup);
        if (errno != Errno.Success || lookup.Target is null)
        {
            return UvError.Number(errno == Errno.Success ? Errno.NoEntry : errno);
        }

        var watch = new Subscription(Host, Js.Dup(call[0]), lookup, call.Bool(2));
        _watches.Add(++_last, watch);
        return _last;
    }

    private JsValue Unwatch(in NativeCall call)
    {
        if (_watches.Remove(call.Int(0), out var watch))
        {
            watch.Stop();
            Js.Free(watch.Handle);
        }

        return JsValue.Undefined;
    }

    /// <summary>One watched file or directory. Changes come on any thread and are told on the guest's.</summary>
    private sealed class Subscription
    {
        private readonly NodeHost _host;
        private readonly PathLookup _lookup;
        private readonly bool _isRecursive;
        private readonly FileSystem _fileSystem;

        public Subscription(NodeHost host, JsValue handle, PathLookup lookup, bool isRecursive)
        {
            _host = host;
            Handle = handle;
            _lookup = lookup;
            _isRecursive = isRecursive;
            _fileSystem = lookup.Target!.FileSystem;
            _fileSystem.Changes.Changed += OnChanged;
        }

        public JsValue Handle { get; }

        public void Stop() => _fileSystem.Changes.Changed -= OnChanged;

        private void OnChanged(FileChange change)
        {
            if (NameOf(change) is { } name)
            {
                _host.Loop.Post(() => Tell(change.Kind, name));
            }
        }

        /// <summary>The name to tell, relative to what is watched; null when the change is elsewhere.</summary>
        private string? NameOf(FileChange change)
        {
            if (_lookup.Target is not DirectoryInode directory)
            {
                return change.Directory == _lookup.Parent && change.Name == _lookup.Name ? change.Name : null;
            }

            var name = change.Name;
            for (var current = change.Directory; ; current = current.Parent)
            {
                if (current == directory)
                {
                    return name;
                }

                if (!_isRecursive || current.Parent == current || PathTo(current) is not { } part)
                {
                    return null;
                }

                name = $"{part}/{name}";
            }
        }

        private static string? PathTo(DirectoryInode directory)
        {
            for (ulong cookie = 0; directory.Parent.NextEntry(cookie, out var entry) == Errno.Success; cookie = entry.Cookie)
            {
                if (entry.Inode == directory.Number)
                {
                    return entry.Name;
                }
            }

            return null;
        }

        private void Tell(ChangeKind kind, string name)
        {
            var js = _host.Js;
            var (type, text) = (js.NewString(kind == ChangeKind.Renamed ? "rename" : "change"), js.NewString(name));
            _host.Loop.Callbacks.MakeMethod(Handle, "onchange", 0, type, text);
            js.Free(type);
            js.Free(text);
        }
    }
}
