namespace WasmRun.Workspace.Reload;

/// <summary>What an edit does to a run.</summary>
public enum ReloadRule
{
    /// <summary>Nothing: the program watches its files itself.</summary>
    None,

    /// <summary>The program is started anew once it has listened on a port. One that runs to its end is left alone.</summary>
    RestartServer,

    /// <summary>The program is started anew, also after it has ended (<c>--watch</c>).</summary>
    Restart,
}
