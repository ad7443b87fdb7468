using System.Net;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi.Tests;

public sealed class SockTests
{
    private readonly WasiGuest _guest = new();
    private readonly uint _listener;

    public SockTests()
    {
        Assert.Equal(Errno.Success, _guest.Machine.Network.Listen(IPAddress.Loopback, 3000, 8, _guest.Process, out var listener));
        _listener = _guest.Add(listener!);
    }

    [Fact]
    public void Accept_GivesTheConnectionANumber()
    {
        var (client, server) = Connect();
        client.Write("hello"u8, out _);
        Assert.Equal(Errno.Success, _guest.Read(server, 10, out var text));
        Assert.Equal("hello", text);
        Assert.Equal(Errno.Success, _guest.Write(server, "back", out _));
        var buffer = new byte[10];
        client.Read(buffer, out var count);
        Assert.Equal(4, count);
    }

    [Fact]
    public void Accept_WithoutAConnection_WaitsUnlessNonBlocking()
    {
        var result = _guest.Allocate(4);
        _guest.Call("fd_fdstat_set_flags", _listener, (ulong)FdFlags.NonBlocking);
        Assert.Equal(Errno.WouldBlock, _guest.Call("sock_accept", _listener, 0, result));
        _guest.Call("fd_fdstat_set_flags", _listener, 0);

        var thread = new Thread(() => Assert.Equal(Errno.Success, _guest.Call("sock_accept", _listener, 0, result)));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => _guest.Process.State == ProcessState.Sleeping, TimeSpan.FromSeconds(5)));
        _guest.Machine.Network.Connect(Endpoint.Loopback(3000), out _);
        Assert.True(thread.Join(5000));
    }

    [Fact]
    public void Accept_WithAFlag_MakesANonBlockingConnection()
    {
        var (_, server) = Connect((ulong)FdFlags.NonBlocking);
        Assert.Equal(Errno.WouldBlock, _guest.Read(server, 10, out _));
    }

    [Fact]
    public void Receive_WithPeek_LeavesTheBytes()
    {
        var (client, server) = Connect();
        client.Write("abc"u8, out _);
        Assert.Equal((Errno.Success, "abc"), Receive(server, 2, 2, flags: 1));
        Assert.Equal((Errno.Success, "abc"), Receive(server, 8, 8, flags: 0));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    public void Receive_WithWaitAll_WaitsForAllOrTheEnd(uint flags)
    {
        var (client, server) = Connect();
        client.Write("abc"u8, out _);
        (Errno, string) result = default;
        var thread = new Thread(() => result = Receive(server, 2, 4, flags));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => _guest.Process.State == ProcessState.Sleeping, TimeSpan.FromSeconds(5)));
        client.Write("defgh"u8, out _);
        Assert.True(thread.Join(5000));
        Assert.Equal((Errno.Success, "abcdef"), result);

        client.Shutdown(read: false, write: true);
        var left = flags == 2 ? "gh" : "abcdefgh";
        Assert.Equal((Errno.Success, left), Receive(server, 10, 10, flags));
    }

    [Fact]
    public void Shutdown_EndsOneDirection()
    {
        var (client, server) = Connect();
        Assert.Equal(Errno.Success, _guest.Call("sock_shutdown", server, 2));
        Assert.Equal(Errno.BrokenPipe, _guest.Write(server, "x", out _));
        Assert.Equal(Errno.Success, client.Read(new byte[1], out var count));
        Assert.Equal(0, count);
        client.Write("still"u8, out _);
        Assert.Equal(Errno.Success, _guest.Read(server, 10, out var text));
        Assert.Equal("still", text);
    }

    [Theory]
    [InlineData("sock_shutdown")]
    [InlineData("sock_recv")]
    [InlineData("sock_send")]
    [InlineData("sock_accept")]
    public void EveryCall_OnWhatIsNoSocket_ReturnsNotSocket(string call)
    {
        Assert.Equal(Errno.NotSocket, Call(1));
        Assert.Equal(Errno.NotSocket, Call(WasiGuest.Root));
        Assert.Equal(Errno.BadFile, Call(99));

        Errno Call(uint fd) => call switch
        {
            "sock_shutdown" => _guest.Call(call, fd, 1),
            "sock_accept" => _guest.Call(call, fd, 0, 1024),
            "sock_send" => _guest.Call(call, fd, 1024, 0, 0, 1024),
            _ => _guest.Call(call, fd, 1024, 0, 0, 1024, 1028),
        };
    }

    [Fact]
    public void Flags_ThatAreNone_AreInvalid()
    {
        var (_, server) = Connect();
        Assert.Equal(Errno.Invalid, _guest.Call("sock_shutdown", server, 0));
        Assert.Equal(Errno.Invalid, _guest.Call("sock_shutdown", server, 4));
        Assert.Equal(Errno.Invalid, _guest.Call("sock_accept", _listener, 1, 1024));
        Assert.Equal(Errno.Invalid, _guest.Call("sock_send", server, 1024, 0, 1, 1024));
        Assert.Equal(Errno.Invalid, _guest.Call("sock_recv", server, 1024, 0, 4, 1024, 1028));
    }

    [Fact]
    public void Calls_OnAListener_ReturnNotConnected_AndAcceptOnAConnectionInvalid()
    {
        var (_, server) = Connect();
        Assert.Equal(Errno.NotConnected, _guest.Call("sock_shutdown", _listener, 1));
        Assert.Equal(Errno.NotConnected, _guest.Call("sock_recv", _listener, 1024, 0, 0, 1024, 1028));
        Assert.Equal(Errno.Invalid, _guest.Call("sock_accept", server, 0, 1024));
    }

    private (StreamSocket Client, uint Server) Connect(ulong flags = 0)
    {
        Assert.Equal(Errno.Success, _guest.Machine.Network.Connect(Endpoint.Loopback(3000), out var client));
        var result = _guest.Allocate(4);
        Assert.Equal(Errno.Success, _guest.Call("sock_accept", _listener, flags, result));
        return (client!, _guest.U32(result));
    }

    private (Errno Errno, string Text) Receive(uint fd, uint first, uint second, uint flags)
    {
        var buffer = _guest.Allocate((int)(first + second));
        var (vectors, count) = _guest.Vectors((buffer, first), (buffer + first, second));
        var length = _guest.Allocate(4);
        var outFlags = _guest.Allocate(2);
        var errno = _guest.Call("sock_recv", fd, vectors, count, flags, length, outFlags);
        return (errno, _guest.ReadText(buffer, _guest.U32(length)));
    }
}
