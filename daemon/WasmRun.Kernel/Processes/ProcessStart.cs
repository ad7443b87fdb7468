using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Processes;

/// <summary>What a new process is given.</summary>
public sealed record ProcessStart
{
    /// <summary>argv, the program's name first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute path of the working directory.</summary>
    public string WorkingDirectory { get; init; } = "/";

    public Process? Parent { get; init; }

    public ProcessLimits Limits { get; init; } = ProcessLimits.Default;

    /// <summary>stdin, stdout and stderr; the process takes over these references.</summary>
    public required (OpenFile Input, OpenFile Output, OpenFile Error) Stdio { get; init; }
}
