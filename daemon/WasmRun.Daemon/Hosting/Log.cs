using Microsoft.Extensions.Logging;

namespace WasmRun.Daemon.Hosting;

/// <summary>What the daemon writes to its log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message}")]
    public static partial void Warning(ILogger log, string message);

    [LoggerMessage(Level = LogLevel.Error, Message = "the connection failed")]
    public static partial void ConnectionFailed(ILogger log, Exception exception);
}
