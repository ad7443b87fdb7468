using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Watch;

/// <summary>
/// Linux: one inotify instance, one watch for each directory that is not ignored. A project's packages are never watched, so the
/// user's limit of watches is not used up by them, and a file counts as changed when its writer closes it, not while it writes.
/// </summary>
internal sealed class InotifySource(HostRoot root, WatchFilter filter) : IHostEventSource
{
    private const uint Mask = Inotify.CloseWrite | Inotify.MovedFrom | Inotify.MovedTo | Inotify.Create | Inotify.Delete
        | Inotify.OnlyDirectory | Inotify.DontFollow | Inotify.ExcludeUnlinked;

    private const int BufferBytes = 64 * 1024;

    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly SafeFileHandle _inotify = Inotify.Open();
    private readonly SafeFileHandle _stop = Inotify.OpenEvent();

    /// <summary>Directories by watch, and back. Touched by the reading thread only, once it runs.</summary>
    private readonly Dictionary<int, string> _byWatch = [];
    private readonly Dictionary<string, int> _byDirectory = new(StringComparer.Ordinal);
    private bool _isLimitTold;
    private Thread? _thread;
    private Action<string> _touched = null!;
    private Action _lost = null!;
    private Action<string> _problem = null!;

    public void Start(Action<string> touched, Action lost, Action<string> problem)
    {
        (_touched, _lost, _problem) = (touched, lost, problem);
        if (_inotify.IsInvalid || _stop.IsInvalid)
        {
            problem($"Changes in {root.Given} can't be watched: the host has no inotify instance left (fs.inotify.max_user_instances).");
            return;
        }

        Watch("");
        _thread = new Thread(Run) { IsBackground = true, Name = "wasmrun inotify" };
        _thread.Start();
    }

    public void Dispose()
    {
        if (_thread is not null)
        {
            const ulong One = 1;
            _ = Inotify.Write(_stop, One, sizeof(ulong));
            if (_thread != Thread.CurrentThread)
            {
                _thread.Join();
            }
        }

        _inotify.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var buffer = new byte[BufferBytes];
        Span<Inotify.PollFile> files =
        [
            new() { File = (int)_inotify.DangerousGetHandle(), Events = Inotify.PollIn },
            new() { File = (int)_stop.DangerousGetHandle(), Events = Inotify.PollIn },
        ];
        while (true)
        {
            files[0].Returned = files[1].Returned = 0;
            if (Inotify.Poll(files, 2, -1) < 0)
            {
                continue; // EINTR
            }

            if (files[1].Returned != 0)
            {
                return;
            }

            var count = Inotify.Read(_inotify, buffer, (nuint)buffer.Length);
            if (count > 0)
            {
                Handle(buffer.AsSpan(0, (int)count));
            }
        }
    }

    private void Handle(ReadOnlySpan<byte> events)
    {
        while (events.Length >= Inotify.EventHeaderBytes)
        {
            var watch = BinaryPrimitives.ReadInt32LittleEndian(events);
            var mask = BinaryPrimitives.ReadUInt32LittleEndian(events[4..]);
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(events[12..]);
            var name = events.Slice(Inotify.EventHeaderBytes, length);
            events = events[(Inotify.EventHeaderBytes + length)..];
            var end = name.IndexOf((byte)0);
            Handle(watch, mask, Encoding.UTF8.GetString(end < 0 ? name : name[..end]));
        }
    }

    private void Handle(int watch, uint mask, string name)
    {
        if ((mask & Inotify.Overflow) != 0)
        {
            Watch("");
            _lost();
            return;
        }

        if ((mask & Inotify.Ignored) != 0)
        {
            if (_byWatch.Remove(watch, out var gone) && _byDirectory.GetValueOrDefault(gone) == watch)
            {
                _byDirectory.Remove(gone);
            }

            return;
        }

        if (!_byWatch.TryGetValue(watch, out var directory) || name.Length == 0)
        {
            return;
        }

        var path = directory.Length == 0 ? name : $"{directory}/{name}";
        if ((mask & Inotify.IsDirectory) != 0)
        {
            // A directory that moved away keeps its watches under names that are no longer true.
            if ((mask & Inotify.MovedFrom) != 0)
            {
                Unwatch(path);
            }
            else if ((mask & (Inotify.Create | Inotify.MovedTo)) != 0)
            {
                Watch(path);
            }
        }
        else if ((mask & Inotify.Create) != 0 && !IsLink(path))
        {
            return; // its writer will close it
        }

        _touched(path);
    }

    private bool IsLink(string path) =>
        root.Resolve(path.Split('/'), out var hostPath) == Kernel.Errno.Success
        && HostStatus.Read(hostPath, out var status) == Kernel.Errno.Success && status.Kind == HostEntryKind.Link;

    private void Watch(string directory)
    {
        var pending = new Stack<string>([directory]);
        while (pending.TryPop(out var next))
        {
            if (next.Length > 0 && filter.IsIgnored(next, isDirectory: true))
            {
                continue;
            }

            if (root.Resolve(next.Split('/', StringSplitOptions.RemoveEmptyEntries), out var path) != Kernel.Errno.Success)
            {
                continue;
            }

            var watch = Inotify.AddWatch(_inotify, path, Mask);
            if (watch < 0)
            {
                OnWatchFailed(Marshal.GetLastPInvokeError());
                continue;
            }

            _byWatch[watch] = next;
            _byDirectory[next] = watch;
            try
            {
                foreach (var child in new DirectoryInfo(path).EnumerateDirectories("*", _everything).Where(child => child.LinkTarget is null))
                {
                    pending.Push(next.Length == 0 ? child.Name : $"{next}/{child.Name}");
                }
            }
            catch (Exception exception) when (HostErrors.IsHostFailure(exception))
            {
                // It went away again, or may not be listed: nothing to watch below it.
            }
        }
    }

    private void Unwatch(string directory)
    {
        foreach (var (path, watch) in _byDirectory.Where(entry => entry.Key == directory || entry.Key.StartsWith(directory + "/", StringComparison.Ordinal)).ToList())
        {
            _ = Inotify.RemoveWatch(_inotify, watch);
            _byWatch.Remove(watch);
            _byDirectory.Remove(path);
        }
    }

    private void OnWatchFailed(int error)
    {
        if (error == Inotify.NoSpace && !_isLimitTold)
        {
            _isLimitTold = true;
            _problem($"{root.Given} has more directories than the host lets one user watch: some edits will not reload the program. "
                + "Raise fs.inotify.max_user_watches, or list generated folders in .gitignore.");
        }
    }
}
