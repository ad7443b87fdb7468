namespace WasmRun.Workspace.Watch;

/// <summary>The host's notice that something may have changed. What did is found out by looking.</summary>
public interface IHostEventSource : IDisposable
{
    /// <summary>Begins. The handlers may be called on any thread, also before this returns.</summary>
    /// <param name="touched">A path, relative to the project, with slashes.</param>
    /// <param name="lost">Notices were lost: anything may have changed.</param>
    /// <param name="problem">Why changes may go unnoticed, for the user.</param>
    void Start(Action<string> touched, Action lost, Action<string> problem);
}
