using WasmRun.Daemon.Rpc;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Engine;
using WasmRun.Runtimes;

namespace WasmRun.Daemon;

/// <summary>One reading of every failure, for the command line and for the protocol: a code, what failed and why, what to do next.</summary>
internal static class Failures
{
    public static Failure Describe(Exception exception) => exception switch
    {
        UserErrorException error => new Failure(error.Code, error.Message, error.Hint),
        RpcException error => error.ToFailure(),
        RuntimeException error => new Failure(CodeOf(error.Code), error.Message, error.Hint),
        InvalidModuleException error => new Failure(
            ErrorCodes.ModuleInvalid, error.Message, "wasmrun runs WASI preview1 programs (wasm32-wasip1). Build the program for that target."),
        OperationCanceledException => new Failure(ErrorCodes.Cancelled, "It was cancelled."),
        _ => new Failure(
            ErrorCodes.Internal, $"internal error: {exception}", "This is a bug of wasmrun. Please report it with the lines above."),
    };

    /// <summary>True for failures that are bugs of ours and belong into the log.</summary>
    public static bool IsBug(Exception exception) => Describe(exception).Code == ErrorCodes.Internal && exception is not UserErrorException;

    private static int CodeOf(RuntimeErrorCode code) => code switch
    {
        RuntimeErrorCode.UnknownRuntime or RuntimeErrorCode.InvalidRequest or RuntimeErrorCode.NoVersionFits => ErrorCodes.RuntimeUnknown,
        RuntimeErrorCode.IntegrityMismatch or RuntimeErrorCode.MalformedPackage => ErrorCodes.IntegrityMismatch,
        RuntimeErrorCode.DiskFull or RuntimeErrorCode.StoreNotWritable => ErrorCodes.DiskFull,
        RuntimeErrorCode.InUse => ErrorCodes.RuntimeInUse,
        _ => ErrorCodes.RegistryUnreachable,
    };
}
