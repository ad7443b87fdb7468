using System.Net;
using System.Net.Sockets;

namespace WasmRun.Daemon.Forwarding;

/// <summary>A listening socket on 127.0.0.1. Nothing else is ever bound.</summary>
internal sealed class HostListener : IDisposable
{
    /// <summary>How many numbers are tried one after the other before the host picks one.</summary>
    private const int MaxTries = 100;

    /// <summary>Ports below 1024 need rights on most hosts; a guest's 80 becomes 8080.</summary>
    private const int FirstUnprivileged = 1024;
    private const int PrivilegedOffset = 8000;
    private const int Backlog = 512;

    private readonly Socket _socket;

    private HostListener(Socket socket)
    {
        _socket = socket;
        Port = (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public ushort Port { get; }

    /// <summary>Listens on the wanted port if it is free, else on the next free one.</summary>
    /// <returns>Null when the host gives none at all.</returns>
    public static HostListener? Open(ushort wanted)
    {
        var first = wanted < FirstUnprivileged && !Environment.IsPrivilegedProcess ? wanted + PrivilegedOffset : wanted;
        var candidates = Enumerable.Range(first, MaxTries).Where(port => port <= ushort.MaxValue).Append(0);
        return candidates.Select(TryOpen).FirstOrDefault(listener => listener is not null);
    }

    /// <summary>The next connection; null once disposed.</summary>
    public async Task<Socket?> AcceptAsync()
    {
        while (true)
        {
            try
            {
                var accepted = await _socket.AcceptAsync().ConfigureAwait(false);
                accepted.NoDelay = true;
                return accepted;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // The client went away while it waited.
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static HostListener? TryOpen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
            return new HostListener(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
