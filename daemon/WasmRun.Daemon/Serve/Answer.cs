using WasmRun.Daemon.Rpc;

namespace WasmRun.Daemon.Serve;

/// <summary>Lets failures that the user can act on reach the client with their code and hint; bugs go on to the log.</summary>
internal static class Answer
{
    public static async Task<T> Async<T>(Func<Task<T>> handler)
    {
        try
        {
            return await handler().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RpcException and not OperationCanceledException && !Failures.IsBug(exception))
        {
            var failure = Failures.Describe(exception);
            throw new RpcException(failure.Code, failure.Message, failure.Hint);
        }
    }
}
