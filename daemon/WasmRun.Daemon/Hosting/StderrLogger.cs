using Microsoft.Extensions.Logging;

namespace WasmRun.Daemon.Hosting;

/// <summary>The daemon's log: a line each on stderr, which the extension shows in its output channel. stdout is the protocol's.</summary>
internal sealed class StderrLoggerProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new StderrLogger(categoryName);

    public void Dispose()
    {
    }

    private sealed class StderrLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The host's own messages about its life time are of no use to a reader of this log.
        public bool IsEnabled(LogLevel logLevel) =>
            logLevel >= (category.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Information);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var tail = exception is null ? "" : Environment.NewLine + exception;
                Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss.fff} {Name(logLevel)} {formatter(state, exception)}{tail}");
            }
        }

        private static string Name(LogLevel level) => level switch
        {
            LogLevel.Warning => "[warning]",
            LogLevel.Error or LogLevel.Critical => "[error]",
            _ => "[info]",
        };
    }
}
