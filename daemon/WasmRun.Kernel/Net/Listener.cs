using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Net;

/// <summary>A listening socket: connections wait in its backlog until they are accepted.</summary>
/// <remarks>
/// A listener can be handed over: while its process is replaced the port and the backlog live on, and the next process that
/// listens on the port takes both. See <see cref="LoopbackNetwork.BeginHandover"/>.
/// </remarks>
public sealed class Listener : OpenFile
{
    private readonly LoopbackNetwork _network;
    private readonly Backlog _backlog;

    internal Listener(LoopbackNetwork network, Backlog backlog, Endpoint local, Process? owner)
    {
        _network = network;
        _backlog = backlog;
        Local = local;
        Owner = owner;
        Flags = OpenFlags.ReadWrite;
    }

    public Endpoint Local { get; }

    /// <summary>The process that listens; null for the daemon itself.</summary>
    public Process? Owner { get; }

    public override FileType Type => FileType.SocketStream;

    public override WaitQueue WaitQueue => _backlog.Changed;

    internal Backlog Backlog => _backlog;

    public override PollEvents Poll() => IsPaused || _backlog.IsEmpty ? PollEvents.None : PollEvents.Readable;

    /// <summary>True once a handover has begun: new connections wait for the next process.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>Takes the oldest connection; <see cref="Errno.WouldBlock"/> when there is none.</summary>
    public Errno Accept(out StreamSocket? socket)
    {
        socket = null;
        if (IsPaused || !_backlog.TryTake(out socket))
        {
            return Errno.WouldBlock;
        }

        socket.MarkAccepted();
        return Errno.Success;
    }

    public override Errno Read(Span<byte> buffer, out int count)
    {
        count = 0;
        return Errno.NotConnected;
    }

    public override Errno Write(ReadOnlySpan<byte> buffer, out int count)
    {
        count = 0;
        return Errno.NotConnected;
    }

    protected override void OnClose() => _network.OnListenerClosed(this);
}
