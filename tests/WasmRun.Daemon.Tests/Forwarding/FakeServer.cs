using System.Net;
using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Scheduling;

namespace WasmRun.Daemon.Tests.Forwarding;

/// <summary>A program of the guest network that serves connections with a test's own handler, and can be killed.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _killed = new();
    private readonly Listener _listener;
    private readonly List<FakeServerConnection> _open = [];

    public FakeServer(LoopbackNetwork network, ushort port, Func<FakeServerConnection, Task> serve, int backlog = 128)
    {
        Assert.Equal(Errno.Success, network.Listen(IPAddress.Any, port, backlog, null, out var listener));
        _listener = listener!;
        _ = AcceptAsync(serve);
    }

    /// <summary>A server that answers every request with a text, keeping the connection.</summary>
    public static FakeServer Http(LoopbackNetwork network, ushort port, string text, int backlog = 128) => new(
        network,
        port,
        async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                var close = request.Contains("Connection: close", StringComparison.OrdinalIgnoreCase);
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n{(close ? "Connection: close\r\n" : "")}\r\n{text}");
                if (close)
                {
                    return;
                }
            }
        },
        backlog);

    /// <summary>As the end of a process: every socket is closed, whatever is under way.</summary>
    public void Dispose()
    {
        _killed.Cancel();
        _listener.Release();
        lock (_lock)
        {
            foreach (var connection in _open)
            {
                connection.Close();
            }

            _open.Clear();
        }
    }

    private async Task AcceptAsync(Func<FakeServerConnection, Task> serve)
    {
        var waiter = new AsyncWaiter();
        _listener.WaitQueue.Add(waiter);
        try
        {
            while (!_killed.IsCancellationRequested)
            {
                FakeServerConnection? accepted = null;
                lock (_lock)
                {
                    if (!_killed.IsCancellationRequested && _listener.Accept(out var socket) == Errno.Success)
                    {
                        _open.Add(accepted = new FakeServerConnection(socket!, _killed.Token));
                    }
                }

                if (accepted is null)
                {
                    await waiter.WaitAsync(_killed.Token);
                }
                else
                {
                    _ = ServeAsync(accepted, serve);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _listener.WaitQueue.Remove(waiter);
        }
    }

    private async Task ServeAsync(FakeServerConnection connection, Func<FakeServerConnection, Task> serve)
    {
        try
        {
            await serve(connection);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
        }

        lock (_lock)
        {
            _open.Remove(connection);
            connection.Close();
        }
    }
}

/// <summary>One accepted connection of a <see cref="FakeServer"/>.</summary>
internal sealed class FakeServerConnection
{
    private readonly StreamSocket _socket;
    private readonly AsyncWaiter _waiter = new();
    private int _isClosed;

    public FakeServerConnection(StreamSocket socket, CancellationToken killed)
    {
        _socket = socket;
        Killed = killed;
        socket.WaitQueue.Add(_waiter);
    }

    public CancellationToken Killed { get; }

    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _socket.WaitQueue.Remove(_waiter);
            _socket.Release();
        }
    }

    public void Reset() => _socket.Reset();

    /// <summary>Ends what this side sends.</summary>
    public void EndWriting() => _socket.Shutdown(read: false, write: true);

    /// <summary>Bytes as text; empty at the end of what the client sends.</summary>
    public async Task<string> ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        Errno errno;
        int count;
        while ((errno = _socket.Read(buffer, out count)) == Errno.WouldBlock)
        {
            await _waiter.WaitAsync(Killed);
        }

        return errno == Errno.Success ? Encoding.Latin1.GetString(buffer, 0, count) : throw new IOException(errno.ToString());
    }

    /// <summary>A request's head and body; null at the end of the connection.</summary>
    public async Task<string?> ReadRequestAsync()
    {
        var text = "";
        while (true)
        {
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0 && text.Length >= head + 4 + ContentLength(text))
            {
                return text;
            }

            var more = await ReadAsync();
            if (more.Length == 0)
            {
                return null;
            }

            text += more;
        }
    }

    public async Task WriteAsync(string text)
    {
        for (var bytes = (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(text); bytes.Length > 0;)
        {
            var errno = _socket.Write(bytes.Span, out var count);
            bytes = bytes[count..];
            if (errno == Errno.WouldBlock)
            {
                await _waiter.WaitAsync(Killed);
            }
            else if (errno != Errno.Success)
            {
                throw new IOException(errno.ToString());
            }
        }
    }

    private static int ContentLength(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + Name.Length)..head.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture);
    }
}
