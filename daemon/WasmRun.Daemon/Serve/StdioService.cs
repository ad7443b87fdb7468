using System.IO.Pipelines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Rpc;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;

namespace WasmRun.Daemon.Serve;

/// <summary>Serves the client on standard input and output; the daemon ends with it.</summary>
internal sealed class StdioService(
    Services services, IHostApplicationLifetime lifetime, ILogger<StdioService> log, ILogger<RpcConnection> rpcLog) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var connection = new RpcConnection(new StdioPipe(), rpcLog);
        var server = new WasmRunServer(services, new RunTable(), new ClientNotifier(connection), lifetime.StopApplication);
        ServerRegistrar.Register(connection, server);
        connection.Start();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var feed = server.FeedAsync(ended.Token);
        try
        {
            await connection.Completion.WaitAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.ConnectionFailed(log, exception);
        }
        catch (OperationCanceledException)
        {
            // The daemon was asked to end: `shutdown`, or a signal.
        }
        finally
        {
            await server.StopAllAsync().ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            await feed.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            lifetime.StopApplication();
        }
    }

    private sealed class StdioPipe : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(Console.OpenStandardInput());

        public PipeWriter Output { get; } = PipeWriter.Create(Console.OpenStandardOutput());
    }
}
