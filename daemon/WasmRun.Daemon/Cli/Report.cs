namespace WasmRun.Daemon.Cli;

/// <summary>Runs a command and tells what failed on stderr: what and why, then what to do.</summary>
internal static class Report
{
    /// <summary>Exit status when wasmrun itself could not do what was asked; the guest's own statuses are passed through.</summary>
    public const int ExitCode = 125;

    /// <summary>As shells report SIGINT.</summary>
    private const int CancelledExitCode = 130;

    public static async Task<int> FailuresAsync(Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CancelledExitCode;
        }
        catch (Exception exception)
        {
            Tell(Failures.Describe(exception));
            return ExitCode;
        }
    }

    public static void Tell(Rpc.Generated.Failure failure)
    {
        Console.Error.WriteLine($"wasmrun: {failure.Message}");
        if (failure.Hint is { Length: > 0 } hint)
        {
            Console.Error.WriteLine($"  {hint}");
        }
    }
}
