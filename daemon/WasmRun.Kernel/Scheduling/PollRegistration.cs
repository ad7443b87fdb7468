using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Scheduling;

/// <summary>One open file that a <see cref="Poller"/> watches. Reusable: it may be added again once it was removed.</summary>
public sealed class PollRegistration : IWaiter
{
    private readonly Poller _poller;

    /// <param name="poller">The one poller it belongs to.</param>
    /// <param name="tag">What the owner wants to find again when the file is ready.</param>
    public PollRegistration(Poller poller, object? tag = null)
    {
        _poller = poller;
        Tag = tag;
    }

    public object? Tag { get; }

    /// <summary>The file watched; null while the registration is not added.</summary>
    public OpenFile? File { get; private set; }

    /// <summary>What is waited for. <see cref="PollEvents.HangUp"/> counts only when it is in here.</summary>
    public PollEvents Wanted { get; internal set; }

    /// <summary>What of <see cref="Wanted"/> held at the last <see cref="Poller.Wait"/> that reported this registration.</summary>
    public PollEvents Ready { get; internal set; }

    /// <summary>True while it stands among the candidates of its poller; guarded by the poller's lock.</summary>
    internal bool IsCandidate { get; set; }

    /// <summary>Says to the poller that this file may be ready now. Called by the file's wait queue.</summary>
    public void Wake() => _poller.Signal(this);

    internal bool BelongsTo(Poller poller) => _poller == poller;

    internal void Attach(OpenFile file, PollEvents wanted)
    {
        File = file;
        Wanted = wanted;
        Ready = PollEvents.None;
        file.WaitQueue?.Add(this);
    }

    internal void Detach()
    {
        File?.WaitQueue?.Remove(this);
        File = null;
        Ready = PollEvents.None;
    }
}
