using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Net;

/// <summary>One end of a connected byte stream (TCP inside the machine). Each direction is a bounded queue.</summary>
/// <remarks>Lock order: one lock for both ends of a connection, before the wait queues'.</remarks>
public sealed class StreamSocket : OpenFile
{
    /// <summary>Bytes buffered in one direction before the sender has to wait.</summary>
    public const int BufferBytes = 256 * 1024;

    private readonly Lock _connectionLock;
    private readonly ByteQueue _incoming = new(BufferBytes);
    private readonly WaitQueue _changed = new();
    private StreamSocket _peer;
    private bool _isReadShut;
    private bool _isWriteShut;
    private bool _isClosed;
    private bool _isReset;
    private bool _isAccepted;

    private StreamSocket(Lock connectionLock, Endpoint local, Endpoint remote)
    {
        _connectionLock = connectionLock;
        _peer = this;
        Local = local;
        Remote = remote;
        Flags = OpenFlags.ReadWrite;
    }

    public Endpoint Local { get; }

    public Endpoint Remote { get; }

    public override FileType Type => FileType.SocketStream;

    public override WaitQueue WaitQueue => _changed;

    /// <summary>Makes the two ends of a connection.</summary>
    public static (StreamSocket Client, StreamSocket Server) CreatePair(Endpoint client, Endpoint server)
    {
        var shared = new Lock();
        var clientEnd = new StreamSocket(shared, client, server);
        var serverEnd = new StreamSocket(shared, server, client);
        clientEnd._peer = serverEnd;
        serverEnd._peer = clientEnd;
        return (clientEnd, serverEnd);
    }

    /// <summary>True once a program has taken the other end from its listener's backlog; until then no program knows of the connection.</summary>
    public bool IsPeerAccepted
    {
        get
        {
            lock (_connectionLock)
            {
                return _peer._isAccepted;
            }
        }
    }

    /// <summary>True when no byte will come beyond those that are buffered.</summary>
    public bool IsReadEnded
    {
        get
        {
            lock (_connectionLock)
            {
                return _isReadShut || _peer._isWriteShut || _isReset;
            }
        }
    }

    public override ulong BytesAvailable
    {
        get
        {
            lock (_connectionLock)
            {
                return (ulong)_incoming.Count;
            }
        }
    }

    public override PollEvents Poll()
    {
        lock (_connectionLock)
        {
            var isEnd = _isReadShut || _peer._isWriteShut || _isReset;
            return (_incoming.Count > 0 || isEnd ? PollEvents.Readable : PollEvents.None)
                | (_peer._incoming.Free > 0 || _isReset || _isWriteShut || _peer._isReadShut ? PollEvents.Writable : PollEvents.None)
                | (isEnd && (_isWriteShut || _peer._isClosed) ? PollEvents.HangUp : PollEvents.None);
        }
    }

    public override Errno Read(Span<byte> buffer, out int count) => Receive(buffer, peek: false, out count);

    /// <summary>Reads; with <paramref name="peek"/> the bytes stay.</summary>
    public Errno Receive(Span<byte> buffer, bool peek, out int count)
    {
        lock (_connectionLock)
        {
            count = peek ? _incoming.Peek(buffer) : _incoming.Read(buffer);
            if (count > 0)
            {
                _peer._changed.WakeAll();
                return Errno.Success;
            }

            if (_isReset)
            {
                return Errno.ConnectionReset;
            }

            return buffer.Length == 0 || _isReadShut || _peer._isWriteShut ? Errno.Success : Errno.WouldBlock;
        }
    }

    public override Errno Write(ReadOnlySpan<byte> buffer, out int count)
    {
        lock (_connectionLock)
        {
            count = 0;
            if (_isReset)
            {
                return Errno.ConnectionReset;
            }

            if (_isWriteShut || _peer._isReadShut)
            {
                return Errno.BrokenPipe;
            }

            if (buffer.Length == 0)
            {
                return Errno.Success;
            }

            count = _peer._incoming.Write(buffer);
            if (count == 0)
            {
                return Errno.WouldBlock;
            }

            _peer._changed.WakeAll();
            return Errno.Success;
        }
    }

    /// <summary>Ends one or both directions (POSIX shutdown). What the peer has sent already can still be read after a write shutdown.</summary>
    public Errno Shutdown(bool read, bool write)
    {
        lock (_connectionLock)
        {
            if (_isReset)
            {
                return Errno.NotConnected;
            }

            if (read)
            {
                _isReadShut = true;
                _incoming.Clear();
            }

            _isWriteShut |= write;
            _changed.WakeAll();
            _peer._changed.WakeAll();
            return Errno.Success;
        }
    }

    /// <summary>Ends the connection at once with an error at both ends (TCP RST).</summary>
    public void Reset()
    {
        lock (_connectionLock)
        {
            _isReset = _peer._isReset = true;
            _incoming.Clear();
            _changed.WakeAll();
            _peer._changed.WakeAll();
        }
    }

    internal void MarkAccepted()
    {
        lock (_connectionLock)
        {
            _isAccepted = true;
        }
    }

    protected override void OnClose()
    {
        lock (_connectionLock)
        {
            // Bytes that nobody will read any more: TCP answers them with a reset (RFC 9293, 3.6.1).
            if (_incoming.Count > 0)
            {
                _peer._isReset = true;
                _incoming.Clear();
            }

            _isClosed = _isReadShut = _isWriteShut = true;
            _changed.WakeAll();
            _peer._changed.WakeAll();
        }
    }
}
