using WasmRun.Workspace.Watch;

namespace WasmRun.Workspace.Reload;

/// <summary>A restart that was carried out.</summary>
/// <param name="Batch">The edit behind it; null when the user asked.</param>
/// <param name="SinceEdit">From the first notice of the edit (or the request) until the program had its ports again, or was started.</param>
/// <param name="HasPorts">True when the new program listens on every port of the old one.</param>
public sealed record RestartReport(ChangeBatch? Batch, TimeSpan SinceEdit, bool HasPorts);

/// <summary>A program has ended by itself.</summary>
/// <param name="Status">How.</param>
/// <param name="WaitsForChange">True when the next edit starts it again; else the run is over.</param>
public sealed record ProgramExit(Kernel.Processes.ExitStatus Status, bool WaitsForChange);
