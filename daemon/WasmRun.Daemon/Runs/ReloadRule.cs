namespace WasmRun.Daemon.Runs;

/// <summary>What happens when files of the project change.</summary>
internal enum ReloadRule
{
    /// <summary>Nothing: the program sees the new files and does what it likes.</summary>
    Never,

    /// <summary>A program that listens on a port is restarted with the port kept; one that has ended stays so.</summary>
    Servers,

    /// <summary>Every program is restarted, also one that has ended: the run goes on until it is stopped.</summary>
    Always,
}
