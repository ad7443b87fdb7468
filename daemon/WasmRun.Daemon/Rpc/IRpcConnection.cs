using System.Text.Json.Serialization.Metadata;

namespace WasmRun.Daemon.Rpc;

/// <summary>
/// One client's JSON-RPC connection: the only face of the RPC library that the rest of the daemon sees.
/// Parameters are one object, by name. Handlers are started in the order in which the messages came, and one at a time
/// up to their first await, so that bytes for standard input and batches of file changes keep their order.
/// </summary>
public interface IRpcConnection : IAsyncDisposable
{
    /// <summary>Completes when the client is gone; faulted when it sent something that is no JSON-RPC.</summary>
    Task Completion { get; }

    /// <summary>A request with parameters and a result.</summary>
    void OnRequest<TParams, TResult>(string method, Func<TParams, CancellationToken, Task<TResult>> handler);

    /// <summary>A request without parameters.</summary>
    void OnRequest<TResult>(string method, Func<CancellationToken, Task<TResult>> handler);

    /// <summary>A request answered with null when it is done.</summary>
    void OnCommand<TParams>(string method, Func<TParams, CancellationToken, Task> handler);

    /// <summary>A request without parameters, answered with null when it is done.</summary>
    void OnCommand(string method, Func<CancellationToken, Task> handler);

    /// <summary>A message without an answer: what the handler throws goes to the log.</summary>
    void OnNotification<TParams>(string method, Func<TParams, CancellationToken, Task> handler);

    /// <summary>
    /// Sends a notification, in the order of the calls. The task ends when it is written, which is the back-pressure of
    /// the connection; it ends quietly when the client is gone.
    /// </summary>
    Task NotifyAsync<TParams>(string method, TParams parameters, JsonTypeInfo<TParams> type);

    /// <summary>Reads messages from now on. Handlers are added before.</summary>
    void Start();
}
