using WasmRun.Kernel.Processes;

namespace WasmRun.Workspace.Reload;

/// <summary>Starts the program of a run; the daemon knows how.</summary>
public interface IProgramStarter
{
    /// <summary>Starts it.</summary>
    /// <returns>Null when it could not be started; the user has been told why.</returns>
    Task<IRunningProgram?> StartAsync(CancellationToken cancellationToken);
}

/// <summary>A program that was started, with all processes that it started itself.</summary>
public interface IRunningProgram
{
    /// <summary>Completes with the status of its first process, when all of them are gone.</summary>
    Task<ExitStatus> Exited { get; }

    /// <summary>Ends it at once and returns when it is gone; does nothing for one that is.</summary>
    Task StopAsync();
}
