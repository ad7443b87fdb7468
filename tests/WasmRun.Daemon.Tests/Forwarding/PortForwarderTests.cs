using System.Net;
using System.Net.Sockets;
using System.Text;
using WasmRun.Daemon.Forwarding;
using WasmRun.Kernel.Net;

namespace WasmRun.Daemon.Tests.Forwarding;

public sealed class PortForwarderTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    private readonly LoopbackNetwork _network = new();
    private readonly PortForwarder _forwarder;
    private readonly ushort _port = FreePort();

    public PortForwarderTests() => _forwarder = new PortForwarder(_network);

    public void Dispose() => _forwarder.Dispose();

    [Fact]
    public void Listen_IsForwardedOnTheSameNumberOfLoopbackOnly()
    {
        var events = new List<string>();
        _forwarder.Opened += port => events.Add($"opened {port.GuestPort} {port.HostPort}");
        _forwarder.Closed += port => events.Add($"closed {port.GuestPort}");
        using (FakeServer.Http(_network, _port, "x"))
        {
            Assert.Equal(_port, Assert.Single(_forwarder.Ports).HostPort);
            var bound = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
            Assert.Equal([IPAddress.Loopback], bound.Where(endpoint => endpoint.Port == _port).Select(endpoint => endpoint.Address));
        }

        Assert.Equal([$"opened {_port} {_port}", $"closed {_port}"], events);
        Assert.Empty(_forwarder.Ports);
    }

    [Fact]
    public void Listen_WhenTheHostHasTheNumberInUse_IsForwardedOnTheNextFreeOne()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _port);
        taken.Start();
        using var server = FakeServer.Http(_network, _port, "x");
        Assert.True(Assert.Single(_forwarder.Ports).HostPort > _port);
    }

    [Fact]
    public async Task Bytes_PassBothWaysUnchangedAndUnderBackPressure()
    {
        var text = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i} "));
        using var server = Echo();
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        var received = ReadAllAsync(client);
        var sending = Task.Run(async () =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
            client.Client.Shutdown(SocketShutdown.Send);
        });
        Assert.Equal(text, await received);
        await sending;
    }

    [Fact]
    public async Task HalfClose_LeavesTheOtherDirectionOpen()
    {
        using var server = new FakeServer(_network, _port, async connection =>
        {
            var got = "";
            while (await connection.ReadAsync() is { Length: > 0 } more)
            {
                got += more;
            }

            await connection.WriteAsync($"got {got}");
        });
        using var client = await ConnectAsync();
        var answer = ReadAllAsync(client);
        await client.GetStream().WriteAsync("all of it"u8.ToArray());
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal("got all of it", await answer);
    }

    [Fact]
    public async Task GuestEndsWriting_ClientCanStillSend()
    {
        var received = new TaskCompletionSource<string>();
        using var server = new FakeServer(_network, _port, async connection =>
        {
            await connection.WriteAsync("bye");
            connection.EndWriting();
            received.SetResult(await connection.ReadAsync());
        });
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        Assert.Equal("bye", await ReadAllAsync(client));
        await stream.WriteAsync("late"u8.ToArray());
        Assert.Equal("late", await received.Task.WaitAsync(_limit));
    }

    [Fact]
    public async Task Reset_ByTheGuest_ReachesTheClient()
    {
        using var server = new FakeServer(_network, _port, async connection =>
        {
            await connection.ReadAsync();
            connection.Reset();
        });
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync("x"u8.ToArray());
        var exception = await Assert.ThrowsAsync<IOException>(() => ReadAllAsync(client));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(exception.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Reset_ByTheClient_ReachesTheGuest()
    {
        var failed = new TaskCompletionSource<string>();
        using var server = new FakeServer(_network, _port, async connection =>
        {
            try
            {
                await connection.ReadAsync();
                await connection.WriteAsync("ready");
                await connection.ReadAsync();
                failed.SetResult("no error");
            }
            catch (IOException exception)
            {
                failed.SetResult(exception.Message);
            }
        });
        var client = await ConnectAsync();
        await client.GetStream().WriteAsync("x"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte[5]);
        client.Client.LingerState = new LingerOption(true, 0);
        client.Client.Close();
        Assert.Equal("ConnectionReset", await failed.Task.WaitAsync(_limit));
    }

    [Fact]
    public async Task FullBacklog_IsWaitedFor()
    {
        var go = new TaskCompletionSource();
        using var server = new FakeServer(
            _network,
            _port,
            async connection =>
            {
                await go.Task;
                await connection.WriteAsync("served");
            },
            backlog: 1);
        var clients = new List<TcpClient>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await ConnectAsync());
        }

        go.SetResult();
        foreach (var client in clients)
        {
            Assert.Equal("served", await ReadAllAsync(client));
            client.Dispose();
        }
    }

    [Fact]
    public async Task Dispose_EndsEverything()
    {
        using var server = Echo();
        using var client = await ConnectAsync();
        _forwarder.Dispose();
        Assert.Equal("", await ReadAllAsync(client).ContinueWith(task => task.IsFaulted ? "" : task.Result, TaskScheduler.Default));
        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
    }

    private static ushort FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (ushort)((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task<string> ReadAllAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(_limit);
    }

    private FakeServer Echo() => new(_network, _port, async connection =>
    {
        while (await connection.ReadAsync() is { Length: > 0 } text)
        {
            await connection.WriteAsync(text);
        }
    });

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        return client;
    }
}
