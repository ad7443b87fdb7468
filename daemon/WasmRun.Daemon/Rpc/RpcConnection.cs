using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon.Rpc;

/// <summary>
/// <see cref="IRpcConnection"/> over StreamJsonRpc: Content-Length framed messages over a duplex pipe, System.Text.Json
/// with source-generated types, methods added as delegates. No part of it needs reflection over our types.
/// </summary>
public sealed partial class RpcConnection : IRpcConnection
{
    private const string FormatterIsSafe =
        "The formatter is reflective only for types that its options can't resolve; TransportJson resolves all that we send and receive.";

    private readonly Rpc _rpc;

    /// <param name="pipe">Bytes from and to the client; completed when the connection ends.</param>
    /// <param name="log">Where bugs of handlers go.</param>
    public RpcConnection(IDuplexPipe pipe, ILogger<RpcConnection> log)
    {
        _rpc = new Rpc(new HeaderDelimitedMessageHandler(pipe, CreateFormatter()), log)
        {
            SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false),
            CancelLocallyInvokedMethodsWhenConnectionIsClosed = true,
        };
        _rpc.TraceSource.Listeners.Clear(); // Its default listener would write to a debugger only, at a cost.
    }

    public Task Completion => _rpc.Completion;

    public void OnRequest<TParams, TResult>(string method, Func<TParams, CancellationToken, Task<TResult>> handler) => Add(method, handler);

    public void OnRequest<TResult>(string method, Func<CancellationToken, Task<TResult>> handler) => Add(method, handler);

    public void OnCommand<TParams>(string method, Func<TParams, CancellationToken, Task> handler) => Add(method, handler);

    public void OnCommand(string method, Func<CancellationToken, Task> handler) => Add(method, handler);

    public void OnNotification<TParams>(string method, Func<TParams, CancellationToken, Task> handler) => Add(method, handler);

    public async Task NotifyAsync<TParams>(string method, TParams parameters, JsonTypeInfo<TParams> type)
    {
        // The library would read the names of an object's properties by reflection; these are the serializer's.
        var arguments = new Dictionary<string, object?>();
        foreach (var property in JsonSerializer.SerializeToElement(parameters, type).EnumerateObject())
        {
            arguments.Add(property.Name, property.Value);
        }

        try
        {
            await _rpc.NotifyWithParameterObjectAsync(method, arguments, argumentDeclaredTypes: null).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is ConnectionLostException or ObjectDisposedException)
        {
            // Completion tells it to those who care.
        }
    }

    public void Start() => _rpc.StartListening();

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        await _rpc.DispatchCompletion.ConfigureAwait(false);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = FormatterIsSafe)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = FormatterIsSafe)]
    private static SystemTextJsonFormatter CreateFormatter() => new() { JsonSerializerOptions = TransportJson.CreateOptions() };

    private void Add(string method, Delegate handler) => _rpc.AddLocalRpcMethod(
        handler.Method,
        handler.Target,
        new JsonRpcMethodAttribute(method) { UseSingleObjectParameterDeserialization = true });

    /// <summary>Says what an exception means on the wire, and lets nothing pass before <c>initialize</c>.</summary>
    private sealed partial class Rpc(IJsonRpcMessageHandler handler, ILogger log) : JsonRpc(handler)
    {
        private volatile bool _initialized;

        protected override async ValueTask<JsonRpcMessage> DispatchRequestAsync(
            JsonRpcRequest request, TargetMethod targetMethod, CancellationToken cancellationToken)
        {
            var initialize = request.Method == ProtocolInfo.Methods.Initialize;
            if (!_initialized && !initialize)
            {
                return new JsonRpcError
                {
                    RequestId = request.RequestId,
                    Error = Detail(ErrorCodes.NotInitialized, $"{request.Method} came before {ProtocolInfo.Methods.Initialize}", null),
                };
            }

            var answer = await base.DispatchRequestAsync(request, targetMethod, cancellationToken).ConfigureAwait(false);
            _initialized |= initialize && answer is JsonRpcResult;
            if (answer is JsonRpcError { Error: { } error } && request.IsNotification)
            {
                LogNotificationFailed(log, request.Method, error.Message);
            }

            return answer;
        }

        protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
        {
            switch (exception)
            {
                case RpcException failure:
                    return Detail(failure.Code, failure.Message, failure.Hint);
                case JsonException unreadable: // The library reads the parameters; a handler reads no JSON.
                    return Detail((int)JsonRpcErrorCode.InvalidParams, $"{request.Method}: {unreadable.Message}", null);
                case OperationCanceledException:
                    return Detail(ErrorCodes.Cancelled, $"{request.Method} was cancelled", null);
                default:
                    LogBug(log, request.Method, exception);
                    return Detail(ErrorCodes.Internal, $"{request.Method} failed: {exception.Message}", "The log has the details (wasmrun: Show Log).");
            }
        }

        private static JsonRpcError.ErrorDetail Detail(int code, string message, string? hint) => new()
        {
            Code = (JsonRpcErrorCode)code,
            Message = message,
            Data = new ErrorData(hint),
        };

        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed")]
        private static partial void LogBug(ILogger log, string? method, Exception exception);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} was not handled: {Reason}")]
        private static partial void LogNotificationFailed(ILogger log, string? method, string? reason);
    }
}
