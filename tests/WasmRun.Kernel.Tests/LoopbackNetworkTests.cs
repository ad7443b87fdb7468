using System.Net;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Tests;

public sealed class LoopbackNetworkTests
{
    private readonly LoopbackNetwork _network = new();

    [Fact]
    public void Listen_OnATakenPort_ReturnsAddressInUse()
    {
        Listen(3000);
        Assert.Equal(Errno.AddressInUse, _network.Listen(IPAddress.Any, 3000, 16, null, out _));
    }

    [Fact]
    public void Connect_WhereNobodyListens_ReturnsConnectionRefused() =>
        Assert.Equal(Errno.ConnectionRefused, _network.Connect(Endpoint.Loopback(3000), out _));

    [Fact]
    public void Connect_WithAFullBacklog_ReturnsConnectionRefused()
    {
        Assert.Equal(Errno.Success, _network.Listen(IPAddress.Loopback, 3000, 1, null, out _));
        Assert.Equal(Errno.Success, _network.Connect(Endpoint.Loopback(3000), out _));
        Assert.Equal(Errno.ConnectionRefused, _network.Connect(Endpoint.Loopback(3000), out _));
    }

    [Fact]
    public void Stream_CarriesBytesBothWaysAndEndsInOrder()
    {
        var listener = Listen(3000);
        _network.Connect(Endpoint.Loopback(3000), out var client);
        Assert.Equal(Errno.Success, listener.Accept(out var server));

        Assert.Equal(Errno.WouldBlock, server!.Read(new byte[8], out _));
        client!.Write("ping"u8, out _);
        client.Shutdown(read: false, write: true);
        Assert.Equal("ping", ReadText(server));
        Assert.Equal(Errno.Success, server.Read(new byte[8], out var atEnd));
        Assert.Equal(0, atEnd);
        server.Write("pong"u8, out _);
        Assert.Equal("pong", ReadText(client));
        Assert.Equal(Errno.BrokenPipe, client.Write("more"u8, out _));
    }

    [Fact]
    public void Close_WithUnreadBytes_ResetsThePeer()
    {
        var listener = Listen(3000);
        _network.Connect(Endpoint.Loopback(3000), out var client);
        listener.Accept(out var server);
        client!.Write("unread"u8, out _);

        server!.Release();

        Assert.Equal(Errno.ConnectionReset, client.Read(new byte[8], out _));
    }

    [Fact]
    public void Write_BeyondTheBuffer_WaitsForTheReader()
    {
        var listener = Listen(3000);
        _network.Connect(Endpoint.Loopback(3000), out var client);
        listener.Accept(out var server);

        Assert.Equal(Errno.Success, client!.Write(new byte[StreamSocket.BufferBytes + 1], out var taken));
        Assert.Equal(StreamSocket.BufferBytes, taken);
        Assert.Equal(Errno.WouldBlock, client.Write("x"u8, out _));
        Assert.Equal(PollEvents.None, client.Poll() & PollEvents.Writable);
        server!.Read(new byte[10], out _);
        Assert.Equal(PollEvents.Writable, client.Poll() & PollEvents.Writable);
    }

    [Fact]
    public void Handover_KeepsThePortAndQueuesConnectionsForTheNextListener()
    {
        List<string> events = [];
        _network.PortOpened += port => events.Add($"opened {port.Port}");
        _network.PortClosed += port => events.Add($"closed {port.Port}");
        _network.PortTakenOver += port => events.Add($"taken over {port.Port}");
        var old = Listen(3000);

        _network.BeginHandover();
        Assert.Equal(Errno.Success, _network.Connect(Endpoint.Loopback(3000), out var client));
        Assert.Equal(Errno.WouldBlock, old.Accept(out _));
        old.Release();
        var next = Listen(3000);
        _network.EndHandover();

        Assert.Equal(Errno.Success, next.Accept(out var server));
        client!.Write("hello"u8, out _);
        Assert.Equal("hello", ReadText(server!));
        next.Release();
        Assert.Equal(["opened 3000", "taken over 3000", "closed 3000"], events);
    }

    [Fact]
    public void EndHandover_WithoutANewListener_RefusesWhatWaits()
    {
        var old = Listen(3000);
        _network.BeginHandover();
        _network.Connect(Endpoint.Loopback(3000), out var client);
        old.Release();

        _network.EndHandover();

        Assert.Equal(Errno.ConnectionReset, client!.Read(new byte[8], out _));
        Assert.Equal(Errno.ConnectionRefused, _network.Connect(Endpoint.Loopback(3000), out _));
    }

    private Listener Listen(ushort port)
    {
        Assert.Equal(Errno.Success, _network.Listen(IPAddress.Any, port, 128, null, out var listener));
        return listener!;
    }

    private static string ReadText(StreamSocket socket)
    {
        var buffer = new byte[64];
        Assert.Equal(Errno.Success, socket.Read(buffer, out var count));
        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }
}
