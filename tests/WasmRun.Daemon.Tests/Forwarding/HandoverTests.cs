using System.Net;
using System.Net.Sockets;
using System.Text;
using WasmRun.Daemon.Forwarding;
using WasmRun.Kernel.Net;

namespace WasmRun.Daemon.Tests.Forwarding;

/// <summary>Clients outside while the program behind a port is replaced.</summary>
public sealed class HandoverTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    private readonly LoopbackNetwork _network = new();
    private readonly PortForwarder _forwarder;
    private FakeServer _server = null!;
    private ushort _guestPort;

    public HandoverTests() => _forwarder = new PortForwarder(_network);

    public void Dispose()
    {
        _forwarder.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("GET", false)]
    [InlineData("POST", true)]
    [InlineData("POST", false)]
    public async Task Requests_WhileTheServerIsReplacedAgainAndAgain_NeverFail(string method, bool keepAlive)
    {
        Serve("0");
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(() => RequestsUntilAsync(method, keepAlive, stop.Token))).ToList();
        for (var version = 1; version <= 20; version++)
        {
            await Task.Delay(100);
            await ReplaceAsync(version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await stop.CancelAsync();
        var seen = (await Task.WhenAll(clients).WaitAsync(_limit)).SelectMany(answers => answers).ToList();
        Assert.True(seen.Count > 100);
        Assert.True(seen.Distinct().Count() > 15);
    }

    [Fact]
    public async Task IdleConnection_GoesOnWithTheNextServer()
    {
        Serve("old");
        using var client = await ConnectAsync();
        Assert.EndsWith("old", await ExchangeAsync(client, "GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        await ReplaceAsync("new");
        Assert.EndsWith("new", await ExchangeAsync(client, "GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExchangeUnderWay_IsAnsweredByTheOldServer()
    {
        var asked = new TaskCompletionSource();
        _server = new FakeServer(_network, 0, async connection =>
        {
            await connection.ReadRequestAsync();
            asked.SetResult();
            await Task.Delay(200, connection.Killed);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
            await Task.Delay(Timeout.Infinite, connection.Killed);
        });
        FindPort();
        using var client = await ConnectAsync();
        var answer = ExchangeAsync(client, "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
        await asked.Task.WaitAsync(_limit);
        await ReplaceAsync("new", drain: _limit);
        Assert.EndsWith("old", await answer, StringComparison.Ordinal);
        Assert.EndsWith("new", await ExchangeAsync(client, "GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    public async Task ExchangeThatTheOldServerNeverAnswers_IsSentAgainOnlyIfItIsSafe(string method, bool isAnswered)
    {
        var asked = new TaskCompletionSource();
        _server = new FakeServer(_network, 0, async connection =>
        {
            await connection.ReadRequestAsync();
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, connection.Killed);
        });
        FindPort();
        using var client = await ConnectAsync();
        var answer = ExchangeAsync(client, $"{method} / HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        await asked.Task.WaitAsync(_limit);
        await ReplaceAsync("new", drain: TimeSpan.FromMilliseconds(20));
        if (isAnswered)
        {
            Assert.EndsWith("new", await answer, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("", await answer);
        }
    }

    [Fact]
    public async Task EventStream_IsClosedAndHoldsUpNothing()
    {
        _server = new FakeServer(_network, 0, async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ndata:\r\n");
            await Task.Delay(Timeout.Infinite, connection.Killed);
        });
        FindPort();
        using var client = await ConnectAsync();
        Assert.EndsWith("data:\r\n", await ExchangeAsync(client, "GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        await ReplaceAsync("new", drain: Timeout.InfiniteTimeSpan).WaitAsync(_limit);
        Assert.Equal("", await ReadAsync(client));
    }

    [Fact]
    public async Task Connection_MadeDuringTheHandover_WaitsForTheNextServer()
    {
        Serve("old");
        _network.BeginHandover();
        await _forwarder.BeginHandoverAsync(_limit, CancellationToken.None);
        _server.Dispose();
        using var client = await ConnectAsync();
        var answer = ExchangeAsync(client, "GET / HTTP/1.1\r\n\r\n");
        await Task.Delay(50);
        Assert.False(answer.IsCompleted);
        _server = FakeServer.Http(_network, _guestPort, "new");
        _network.EndHandover();
        Assert.EndsWith("new", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SmallBacklog_IsNoReasonToFail()
    {
        Serve("old", backlog: 1);
        var clients = new List<TcpClient>();
        for (var i = 0; i < 10; i++)
        {
            clients.Add(await ConnectAsync());
            await ExchangeAsync(clients[i], "GET / HTTP/1.1\r\n\r\n");
        }

        _network.BeginHandover();
        await _forwarder.BeginHandoverAsync(_limit, CancellationToken.None);
        _server.Dispose();
        var answers = clients.Select(client => ExchangeAsync(client, "GET / HTTP/1.1\r\n\r\n")).ToList();
        await Task.Delay(50);
        _server = FakeServer.Http(_network, _guestPort, "new");
        _network.EndHandover();
        Assert.All(await Task.WhenAll(answers), answer => Assert.EndsWith("new", answer, StringComparison.Ordinal));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task NoNextServer_EndsWhatWaited()
    {
        Serve("old");
        using var client = await ConnectAsync();
        await ExchangeAsync(client, "GET / HTTP/1.1\r\n\r\n");
        _network.BeginHandover();
        await _forwarder.BeginHandoverAsync(_limit, CancellationToken.None);
        _server.Dispose();
        _network.EndHandover();
        Assert.Equal("", await ReadAsync(client));
        Assert.Empty(_forwarder.Ports);
    }

    private void Serve(string text, int backlog = 128)
    {
        _server = FakeServer.Http(_network, _guestPort, text, backlog);
        FindPort();
    }

    private void FindPort() => _guestPort = Assert.Single(_network.OpenPorts()).Port;

    private async Task ReplaceAsync(string text, TimeSpan? drain = null)
    {
        _network.BeginHandover();
        await _forwarder.BeginHandoverAsync(drain ?? TimeSpan.FromSeconds(1), CancellationToken.None);
        _server.Dispose();
        _server = FakeServer.Http(_network, _guestPort, text);
        _network.EndHandover();
    }

    private async Task<List<string>> RequestsUntilAsync(string method, bool keepAlive, CancellationToken stop)
    {
        var url = new Uri($"http://127.0.0.1:{Assert.Single(_forwarder.Ports).HostPort}/");
        using var client = new HttpClient();
        var answers = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), url);
            request.Headers.ConnectionClose = !keepAlive;
            if (method == "POST")
            {
                request.Content = new StringContent("some content");
            }

            using var response = await client.SendAsync(request, CancellationToken.None);
            answers.Add(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(CancellationToken.None));
        }

        return answers;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Assert.Single(_forwarder.Ports).HostPort);
        return client;
    }

    private static async Task<string> ExchangeAsync(TcpClient client, string request)
    {
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        return await ReadAsync(client);
    }

    /// <summary>What comes next; empty when the connection ends, in order or not.</summary>
    private static async Task<string> ReadAsync(TcpClient client)
    {
        var buffer = new byte[4096];
        try
        {
            var count = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(_limit);
            return Encoding.Latin1.GetString(buffer, 0, count);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
