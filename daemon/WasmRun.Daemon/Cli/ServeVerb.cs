using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Serve;

namespace WasmRun.Daemon.Cli;

/// <summary><c>wasmrun serve</c>: the daemon. stdin and stdout carry the protocol and nothing else; the log goes to stderr.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Serves an editor over JSON-RPC on standard input and output.");
        command.SetAction((_, cancellation) => Report.FailuresAsync(() => ServeAsync(cancellation)));
        return command;
    }

    private static async Task<int> ServeAsync(CancellationToken cancellation)
    {
        // An empty builder: no configuration files, environment or console life time that a daemon on stdio has no use for.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(new StderrLoggerProvider());
        builder.Services.AddSingleton(provider =>
        {
            var log = provider.GetRequiredService<ILogger<Services>>();
            return new Services(warning => Log.Warning(log, warning));
        });
        builder.Services.AddHostedService<StdioService>();
        using var host = builder.Build();
        await host.RunAsync(cancellation).ConfigureAwait(false);
        return 0;
    }
}
