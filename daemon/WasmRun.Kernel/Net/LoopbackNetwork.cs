using System.Net;
using WasmRun.Kernel.Processes;

namespace WasmRun.Kernel.Net;

/// <summary>A port that a program of the machine listens on.</summary>
public sealed record OpenPort(ushort Port, Endpoint Local, Process? Owner);

/// <summary>The machine's network: one loopback, ports, connections. Nothing leaves it here.</summary>
/// <remarks>Lock order: the network's lock before a backlog's; events are raised without it.</remarks>
public sealed class LoopbackNetwork
{
    private const ushort FirstEphemeralPort = 49152;

    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, PortEntry> _ports = [];
    private ushort _nextEphemeral = FirstEphemeralPort;
    private int _handovers;

    /// <summary>A program has begun to listen; not raised when it took a port over.</summary>
    public event Action<OpenPort>? PortOpened;

    /// <summary>Nobody listens on the port any more.</summary>
    public event Action<OpenPort>? PortClosed;

    /// <summary>The program behind a port that stays open has changed.</summary>
    public event Action<OpenPort>? PortTakenOver;

    /// <summary>Listens on a port; 0 picks a free one.</summary>
    /// <returns><see cref="Errno.AddressInUse"/> when a program listens there.</returns>
    public Errno Listen(IPAddress address, ushort port, int backlog, Process? owner, out Listener? listener)
    {
        PortEntry entry;
        bool isTakenOver;
        lock (_lock)
        {
            if (port == 0)
            {
                port = NextEphemeral();
            }

            isTakenOver = _ports.TryGetValue(port, out var existing);
            if (isTakenOver && existing!.Listener is { IsPaused: false })
            {
                listener = null;
                return Errno.AddressInUse;
            }

            var queue = existing?.Listener.Backlog ?? new Backlog(Math.Clamp(backlog, 1, MaxBacklog));
            listener = new Listener(this, queue, new Endpoint(address, port), owner);
            _ports[port] = entry = new PortEntry(listener, new OpenPort(port, listener.Local, owner));
        }

        (isTakenOver ? PortTakenOver : PortOpened)?.Invoke(entry.Port);
        return Errno.Success;
    }

    /// <summary>Connects to a port of the machine.</summary>
    /// <returns><see cref="Errno.ConnectionRefused"/> when nobody listens there or its backlog is full.</returns>
    public Errno Connect(Endpoint target, out StreamSocket? socket)
    {
        socket = null;
        Backlog backlog;
        Endpoint client;
        lock (_lock)
        {
            if (!_ports.TryGetValue(target.Port, out var entry))
            {
                return Errno.ConnectionRefused;
            }

            backlog = entry.Listener.Backlog;
            client = new Endpoint(target.Address, NextEphemeral());
        }

        var (clientEnd, serverEnd) = StreamSocket.CreatePair(client, target);
        if (!backlog.TryAdd(serverEnd))
        {
            return Errno.ConnectionRefused;
        }

        socket = clientEnd;
        return Errno.Success;
    }

    public IReadOnlyList<OpenPort> OpenPorts()
    {
        lock (_lock)
        {
            return [.. _ports.Values.Select(entry => entry.Port)];
        }
    }

    /// <summary>True while a program listens on the port, or its next one is awaited.</summary>
    public bool IsOpen(ushort port)
    {
        lock (_lock)
        {
            return _ports.ContainsKey(port);
        }
    }

    /// <summary>
    /// From now on listeners that close keep their port and their backlog, and those that are open accept no more: what
    /// connects waits for the program that listens on the port next.
    /// </summary>
    public void BeginHandover()
    {
        lock (_lock)
        {
            _handovers++;
            foreach (var entry in _ports.Values)
            {
                entry.Listener.IsPaused = true;
            }
        }
    }

    /// <summary>Ends a handover: ports that nobody has taken are closed and what waited there is refused.</summary>
    public void EndHandover()
    {
        List<PortEntry> closed;
        lock (_lock)
        {
            if (--_handovers > 0)
            {
                return;
            }

            closed = [.. _ports.Values.Where(entry => entry.Listener.IsPaused)];
            foreach (var entry in closed)
            {
                _ports.Remove(entry.Port.Port);
            }
        }

        foreach (var entry in closed)
        {
            entry.Listener.Backlog.Reset();
            PortClosed?.Invoke(entry.Port);
        }
    }

    internal void OnListenerClosed(Listener listener)
    {
        PortEntry? entry;
        lock (_lock)
        {
            if (!_ports.TryGetValue(listener.Local.Port, out entry) || entry.Listener != listener || (listener.IsPaused && _handovers > 0))
            {
                return;
            }

            _ports.Remove(listener.Local.Port);
        }

        listener.Backlog.Reset();
        PortClosed?.Invoke(entry.Port);
    }

    private ushort NextEphemeral()
    {
        do
        {
            _nextEphemeral = _nextEphemeral == ushort.MaxValue ? FirstEphemeralPort : (ushort)(_nextEphemeral + 1);
        }
        while (_ports.ContainsKey(_nextEphemeral));
        return _nextEphemeral;
    }

    private const int MaxBacklog = 4096;

    private sealed record PortEntry(Listener Listener, OpenPort Port);
}
