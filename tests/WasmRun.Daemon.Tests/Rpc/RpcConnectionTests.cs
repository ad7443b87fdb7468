using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WasmRun.Daemon.Rpc;
using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon.Tests.Rpc;

public sealed class RpcConnectionTests : IAsyncLifetime
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":1,"clientName":"test","clientVersion":"0"}}""";

    private readonly RpcConnection _connection;
    private readonly RawClient _client;

    public RpcConnectionTests()
    {
        var (server, client) = DuplexPipe.CreatePair();
        _connection = new RpcConnection(server, NullLogger<RpcConnection>.Instance);
        _client = new RawClient(client);
        _connection.OnRequest<InitializeParams, InitializeResult>(ProtocolInfo.Methods.Initialize, (parameters, _) =>
        {
            ProtocolHandshake.Check(parameters, "9.9.9");
            return Task.FromResult(new InitializeResult(ProtocolInfo.Version, "9.9.9", 7, "linux-x64"));
        });
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public async Task Request_WithOneParamsObject_IsAnsweredWithTheResult()
    {
        _connection.Start();
        await _client.SendAsync(Initialize);
        var answer = await _client.ReceiveAsync();
        Assert.Equal("""{"protocolVersion":1,"productVersion":"9.9.9","pid":7,"platform":"linux-x64"}""", answer.GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task Request_BeforeInitialize_IsRefused()
    {
        _connection.OnRequest<DoctorResult>(ProtocolInfo.Methods.Doctor, _ => Task.FromResult(new DoctorResult([])));
        _connection.Start();
        await _client.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"doctor","params":{}}""");
        Assert.Equal(ErrorCodes.NotInitialized, ErrorOf(await _client.ReceiveAsync()).GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData(0, "test")]
    [InlineData(2, "wasmrun")]
    public async Task Initialize_WithAnotherProtocolVersion_SaysWhichSideToUpdate(int version, string older)
    {
        _connection.Start();
        await _client.SendAsync(Initialize.Replace("\"protocolVersion\":1", $"\"protocolVersion\":{version}", StringComparison.Ordinal));
        var error = ErrorOf(await _client.ReceiveAsync());
        Assert.Equal(ErrorCodes.ProtocolMismatch, error.GetProperty("code").GetInt32());
        Assert.Equal($"test 0 speaks protocol {version}, wasmrun 9.9.9 speaks protocol 1: update {older}.", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Params_OptionalOnesAbsent_TakeTheDefaultsOfTheContract()
    {
        var seen = new TaskCompletionSource<RunStartParams>();
        _connection.OnRequest<RunStartParams, RunStartResult>(ProtocolInfo.Methods.RunStart, (parameters, _) =>
        {
            seen.SetResult(parameters);
            throw new RpcException(ErrorCodes.ProjectUnknown, "nothing to run", "Add a file.");
        });
        await StartInitializedAsync();
        await _client.SendAsync("""{"jsonrpc":"2.0","id":2,"method":"run/start","params":{"runId":"a","folder":"/f","unknown":1}}""");
        Assert.Equal(new RunStartParams("a", "/f", Watch: true, Write: false), await seen.Task);
        var error = ErrorOf(await _client.ReceiveAsync());
        Assert.Equal("""{"hint":"Add a file."}""", error.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Params_RequiredOneAbsent_IsInvalidParams()
    {
        _connection.OnCommand<RunStopParams>(ProtocolInfo.Methods.RunStop, (_, _) => Task.CompletedTask);
        await StartInitializedAsync();
        await _client.SendAsync("""{"jsonrpc":"2.0","id":2,"method":"run/stop","params":{}}""");
        var error = ErrorOf(await _client.ReceiveAsync());
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Contains("runId", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"shutdown","params":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"shutdown"}""")]
    public async Task Command_WithoutParameters_IsAnsweredWithNull(string request)
    {
        _connection.OnCommand(ProtocolInfo.Methods.Shutdown, _ => Task.CompletedTask);
        await StartInitializedAsync();
        await _client.SendAsync(request);
        Assert.Equal(JsonValueKind.Null, (await _client.ReceiveAsync()).GetProperty("result").ValueKind);
    }

    [Fact]
    public async Task CancelRequest_OfARunningRequest_CancelsItsTokenAndIsAnsweredAsCancelled()
    {
        var started = new TaskCompletionSource();
        _connection.OnRequest<DoctorResult>(ProtocolInfo.Methods.Doctor, async cancellationToken =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new DoctorResult([]);
        });
        await StartInitializedAsync();
        await _client.SendAsync("""{"jsonrpc":"2.0","id":2,"method":"doctor","params":{}}""");
        await started.Task;
        await _client.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":2}}""");
        Assert.Equal(ErrorCodes.Cancelled, ErrorOf(await _client.ReceiveAsync()).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Exception_OfABug_IsAnsweredAsInternalAndTheConnectionLives()
    {
        _connection.OnCommand(ProtocolInfo.Methods.Shutdown, _ => throw new InvalidOperationException("a bug"));
        await StartInitializedAsync();
        for (var id = 2; id < 4; id++)
        {
            await _client.SendAsync($$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"shutdown","params":{}}""");
            Assert.Equal(ErrorCodes.Internal, ErrorOf(await _client.ReceiveAsync()).GetProperty("code").GetInt32());
        }
    }

    [Fact]
    public async Task Messages_SentOneAfterAnother_AreHandledInThatOrder()
    {
        var seen = new List<byte>();
        _connection.OnCommand<RunStdinParams>(ProtocolInfo.Methods.RunStdin, async (parameters, _) =>
        {
            seen.Add(parameters.Data.Span[0]);
            await Task.Yield();
        });
        await StartInitializedAsync();
        for (var value = 0; value < 100; value++)
        {
            var data = Convert.ToBase64String([(byte)value]);
            await _client.SendAsync($$$"""{"jsonrpc":"2.0","id":{{{value + 2}}},"method":"run/stdin","params":{"runId":"a","data":"{{{data}}}"}}""");
        }

        for (var count = 0; count < 100; count++)
        {
            await _client.ReceiveAsync();
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(value => (byte)value), seen);
    }

    [Fact]
    public async Task Notifications_AreSentInTheOrderOfTheCallsAndWithoutAbsentFields()
    {
        await StartInitializedAsync();
        var notifier = new ClientNotifier(_connection);
        var first = notifier.RunOutput(new RunOutputParams("a", 1, OutputStream.Stderr, new byte[] { 0xe2, 0x82 }));
        var second = notifier.RunState(new RunStateParams("a", RunState.Exited, ExitStatus: 143, Signal: SignalName.SIGTERM));
        await Task.WhenAll(first, second);
        Assert.Equal(
            """{"runId":"a","pid":1,"stream":"stderr","data":"4oI="}""",
            (await _client.ReceiveAsync()).GetProperty("params").GetRawText());
        var state = await _client.ReceiveAsync();
        Assert.Equal("run/state", state.GetProperty("method").GetString());
        Assert.Equal("""{"runId":"a","state":"exited","exitStatus":143,"signal":"SIGTERM","awaitsChange":false}""", state.GetProperty("params").GetRawText());
        Assert.False(state.TryGetProperty("id", out _));
    }

    private static JsonElement ErrorOf(JsonElement answer) => answer.GetProperty("error");

    private async Task StartInitializedAsync()
    {
        _connection.Start();
        await _client.SendAsync(Initialize);
        await _client.ReceiveAsync();
    }
}
