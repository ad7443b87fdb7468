using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.EventLoop;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>
/// A TCP, Pipe or TTY handle: libuv's uv_stream_t over one open file of the kernel. It exists as long as its JavaScript
/// object is not closed, and holds a reference to that object meanwhile.
/// </summary>
internal sealed class StreamHandle
{
    /// <summary>Bytes read at once, as libuv suggests.</summary>
    private const int ReadBytes = 64 * 1024;

    private readonly NodeHost _host;
    private readonly StreamBinding _streams;
    private readonly Queue<PendingWrite> _writes = new();
    private OpenFile? _file;
    private Watch? _watch;
    private JsValue _shutdown = JsValue.Undefined;
    private bool _isReading;
    private bool _isReferenced = true;
    private bool _isCounted;
    private bool _isClosing;

    public StreamHandle(NodeHost host, StreamBinding streams, JsValue self)
    {
        _host = host;
        _streams = streams;
        Self = host.Js.Dup(self);
    }

    /// <summary>The JavaScript object, kept alive by the handle.</summary>
    public JsValue Self { get; }

    /// <summary>Null until it is opened, connected or listens.</summary>
    public OpenFile? File => _file;

    /// <summary>The number in the process's table the handle was opened from; -1 for sockets.</summary>
    public int Fd { get; private set; } = -1;

    public long BytesRead { get; private set; }

    public long BytesWritten { get; private set; }

    public long BytesQueued { get; private set; }

    /// <summary>Takes incoming bytes instead of JavaScript's onread; a negative count is an error or the end.</summary>
    public Action<int, ArraySegment<byte>>? Consumer { get; set; }

    /// <summary>What the TCP layer wants to know.</summary>
    public TcpState? Tcp { get; set; }

    /// <summary>True while a write to the program's own output may wait: its last words must not be lost at exit.</summary>
    public bool IsBlocking { get; set; }

    private QuickjsEngine Js => _host.Js;

    /// <summary>Takes over a reference to the file.</summary>
    public void Open(OpenFile file, int fd = -1)
    {
        _file = file;
        Fd = fd;
        _watch = new Watch(_host.Loop, file, OnReady);
        Update();
    }

    /// <summary>A listener: connections are reported to the action.</summary>
    public void Listen(Listener listener, Action<StreamSocket> connected)
    {
        _file = listener;
        _watch = new Watch(_host.Loop, listener, _ =>
        {
            while (!_isClosing && listener.Accept(out var socket) == Errno.Success)
            {
                connected(socket!);
            }
        });
        _isReading = true;
        Update();
    }

    public int ReadStart()
    {
        if (_file is null)
        {
            return UvError.Number(Errno.NotConnected);
        }

        _isReading = true;
        Update();
        return 0;
    }

    public int ReadStop()
    {
        _isReading = false;
        Update();
        return 0;
    }

    /// <summary>Writes what fits now and queues the rest, whose request completes later.</summary>
    /// <returns>0 or a negative error number.</returns>
    public int Write(JsValue request, ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        var errno = _file is null ? Errno.BadFile : Errno.Success;
        if (errno == Errno.Success && _writes.Count == 0)
        {
            errno = IsBlocking ? BlockingIo.Write(_host.Process, _file!, bytes, out var count) : _file!.Write(bytes, out count);
            bytes = bytes[count..];
            errno = errno == Errno.WouldBlock ? Errno.Success : errno;
        }

        BytesWritten += errno == Errno.Success ? length : 0;
        var isAsync = errno == Errno.Success && bytes.Length > 0;
        _streams.SetWriteResult(errno == Errno.Success ? length : 0, isAsync);
        if (isAsync)
        {
            BytesQueued += bytes.Length;
            _writes.Enqueue(new PendingWrite(Js.Dup(request), bytes.ToArray()));
            _host.Loop.Reference();
            Update();
        }

        return UvError.Number(errno);
    }

    /// <summary>Ends the writing side once everything is written.</summary>
    public int Shutdown(JsValue request)
    {
        if (_file is null)
        {
            return UvError.Number(Errno.NotConnected);
        }

        _shutdown = Js.Dup(request);
        _host.Loop.Reference();
        if (_writes.Count == 0)
        {
            FinishShutdown();
        }

        return 0;
    }

    /// <summary>Closes; the callback runs in the closing phase.</summary>
    public void Close(JsValue callback)
    {
        if (_isClosing)
        {
            return;
        }

        _isClosing = true;
        _isReading = false;
        _watch?.SetInterest(PollEvents.None);
        Count(false);
        _file?.Release();
        _file = null;
        CancelRequests();
        var kept = Js.Dup(callback);
        _host.Loop.Close(() =>
        {
            _streams.Closed(this, kept);
            Js.Free(kept);
            Js.Free(Self);
        });
    }

    /// <summary>At the end of the process: gives the file back without telling anyone.</summary>
    public void Abandon()
    {
        _isClosing = true;
        _watch?.SetInterest(PollEvents.None);
        _file?.Release();
        _file = null;
    }

    public void SetReferenced(bool isReferenced)
    {
        _isReferenced = isReferenced;
        Update();
    }

    public bool HasReference => _isReferenced && !_isClosing;

    /// <summary>Interest in the file, and whether the handle keeps the loop alive, follow from its state.</summary>
    private void Update()
    {
        if (_isClosing || _watch is null)
        {
            return;
        }

        var interest = (_isReading ? PollEvents.Readable : 0) | (_writes.Count > 0 ? PollEvents.Writable : 0);
        Count(_isReading && _isReferenced);
        _watch.SetInterest(interest);
    }

    private void Count(bool keepsAlive)
    {
        if (keepsAlive == _isCounted)
        {
            return;
        }

        _isCounted = keepsAlive;
        if (keepsAlive)
        {
            _host.Loop.Reference();
        }
        else
        {
            _host.Loop.Unreference();
        }
    }

    private void OnReady(PollEvents events)
    {
        if ((events & PollEvents.Writable) != 0 || (_writes.Count > 0 && (events & PollEvents.HangUp) != 0))
        {
            FlushWrites();
        }

        if ((events & (PollEvents.Readable | PollEvents.HangUp)) != 0 && _isReading && !_isClosing)
        {
            ReadOnce();
        }
    }

    private void ReadOnce()
    {
        var buffer = _streams.ReadBuffer(ReadBytes);
        var errno = _file!.Read(buffer, out var count);
        if (errno == Errno.WouldBlock)
        {
            return;
        }

        var result = errno != Errno.Success ? UvError.Number(errno) : count == 0 ? UvError.EndOfFile : count;
        if (result < 0)
        {
            // The end is told once; JavaScript closes the handle or goes on writing.
            _isReading = false;
            Update();
        }
        else
        {
            BytesRead += count;
        }

        if (Consumer is { } consumer)
        {
            consumer(result, new ArraySegment<byte>(buffer, 0, count));
        }
        else
        {
            _streams.Deliver(this, result, buffer.AsSpan(0, count));
        }
    }

    private void FlushWrites()
    {
        while (_writes.TryPeek(out var write))
        {
            var errno = _file!.Write(write.Bytes.AsSpan(write.Done), out var count);
            if (errno == Errno.WouldBlock)
            {
                break;
            }

            write.Done += count;
            BytesQueued -= count;
            if (errno == Errno.Success && write.Done < write.Bytes.Length)
            {
                continue;
            }

            _writes.Dequeue();
            Complete(write.Request, UvError.Number(errno));
            if (_isClosing)
            {
                return;
            }
        }

        Update();
        if (_writes.Count == 0 && _shutdown.IsObject)
        {
            FinishShutdown();
        }
    }

    private void FinishShutdown()
    {
        var request = _shutdown;
        _shutdown = JsValue.Undefined;
        var errno = _file is StreamSocket socket ? socket.Shutdown(read: false, write: true) : Errno.Success;
        _host.Loop.Complete(() => Complete(request, UvError.Number(errno)));
    }

    private void CancelRequests()
    {
        var canceled = UvError.Number(Errno.Canceled);
        while (_writes.TryDequeue(out var write))
        {
            _host.Loop.Complete(() => Complete(write.Request, canceled));
        }

        if (_shutdown.IsObject)
        {
            var request = _shutdown;
            _shutdown = JsValue.Undefined;
            _host.Loop.Complete(() => Complete(request, canceled));
        }
    }

    /// <summary>Ends a write or shutdown request, which it takes over.</summary>
    private void Complete(JsValue request, int status)
    {
        _host.Loop.Unreference();
        _host.Loop.Callbacks.MakeMethod(request, "oncomplete", status, Self, JsValue.Undefined);
        Js.Free(request);
    }

    private sealed class PendingWrite(JsValue request, byte[] bytes)
    {
        public JsValue Request { get; } = request;

        public byte[] Bytes { get; } = bytes;

        public int Done { get; set; }
    }
}
