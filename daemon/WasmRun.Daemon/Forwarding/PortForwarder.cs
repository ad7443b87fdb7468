using WasmRun.Kernel.Net;
using WasmRun.Kernel.Scheduling;
using WasmRun.Workspace.Reload;

namespace WasmRun.Daemon.Forwarding;

/// <summary>Makes the ports of one guest network reachable on 127.0.0.1, and keeps clients through a restart.</summary>
/// <remarks>Lock order: the forwarder's lock is never held while a connection or the network is called.</remarks>
public sealed class PortForwarder : IConnectionDrain, IDisposable
{
    private readonly Lock _lock = new();
    private readonly LoopbackNetwork _network;
    private readonly Dictionary<ushort, Entry> _ports = [];
    private readonly AsyncWaiter _progress = new();
    private bool _isDisposed;

    public PortForwarder(LoopbackNetwork network)
    {
        _network = network;
        network.PortOpened += OnOpened;
        network.PortTakenOver += OnTakenOver;
        network.PortClosed += OnClosed;
        foreach (var port in network.OpenPorts())
        {
            OnOpened(port);
        }
    }

    /// <summary>A guest's port can be reached. Raised on the thread of the program that began to listen, before its listen returns.</summary>
    public event Action<ForwardedPort>? Opened;

    /// <summary>Another process serves the port now.</summary>
    public event Action<ForwardedPort>? TakenOver;

    public event Action<ForwardedPort>? Closed;

    /// <summary>The host gave no port for this one; the program runs on without being reachable.</summary>
    public event Action<ushort>? Failed;

    public IReadOnlyList<ForwardedPort> Ports
    {
        get
        {
            lock (_lock)
            {
                return [.. _ports.Values.Select(entry => entry.Port).OrderBy(port => port.GuestPort)];
            }
        }
    }

    public async Task BeginHandoverAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var connections = Connections();
        foreach (var connection in connections)
        {
            connection.BeginHandover();
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        while (connections.Any(connection => connection.IsDraining))
        {
            try
            {
                await _progress.WaitAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _network.PortOpened -= OnOpened;
        _network.PortTakenOver -= OnTakenOver;
        _network.PortClosed -= OnClosed;
        List<Entry> entries;
        lock (_lock)
        {
            _isDisposed = true;
            entries = [.. _ports.Values];
            _ports.Clear();
        }

        foreach (var entry in entries)
        {
            entry.Listener.Dispose();
            foreach (var connection in entry.Connections())
            {
                connection.Dispose();
            }
        }
    }

    private List<ForwardedConnection> Connections()
    {
        lock (_lock)
        {
            return [.. _ports.Values.SelectMany(entry => entry.Connections())];
        }
    }

    private void OnOpened(OpenPort port)
    {
        if (HostListener.Open(port.Port) is not { } listener)
        {
            Failed?.Invoke(port.Port);
            return;
        }

        var entry = new Entry(listener, new ForwardedPort(port.Port, listener.Port, port.Owner?.Pid ?? 0));
        lock (_lock)
        {
            if (_isDisposed || !_ports.TryAdd(port.Port, entry))
            {
                listener.Dispose();
                return;
            }
        }

        _ = AcceptAsync(entry);
        Opened?.Invoke(entry.Port);
    }

    private void OnTakenOver(OpenPort port)
    {
        ForwardedPort taken;
        lock (_lock)
        {
            if (!_ports.TryGetValue(port.Port, out var entry))
            {
                return;
            }

            taken = entry.Port = entry.Port with { Pid = port.Owner?.Pid ?? 0 };
        }

        TakenOver?.Invoke(taken);
    }

    private void OnClosed(OpenPort port)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_ports.Remove(port.Port, out entry))
            {
                return;
            }
        }

        entry.Listener.Dispose();

        // The others end when the program ends their guest's end; these have none.
        foreach (var connection in entry.Connections().Where(connection => connection.IsParked))
        {
            connection.Dispose();
        }

        Closed?.Invoke(entry.Port);
    }

    private async Task AcceptAsync(Entry entry)
    {
        var dialer = new GuestDialer(_network, entry.Port.GuestPort);
        while (await entry.Listener.AcceptAsync().ConfigureAwait(false) is { } socket)
        {
            var connection = new ForwardedConnection(socket, dialer, _progress.Wake);
            entry.Add(connection);
            _ = RunAsync(entry, connection);
        }
    }

    private static async Task RunAsync(Entry entry, ForwardedConnection connection)
    {
        await connection.RunAsync().ConfigureAwait(false);
        entry.Remove(connection);
    }

    private sealed class Entry(HostListener listener, ForwardedPort port)
    {
        private readonly Lock _lock = new();
        private readonly HashSet<ForwardedConnection> _connections = [];

        public HostListener Listener { get; } = listener;

        public ForwardedPort Port { get; set; } = port;

        public List<ForwardedConnection> Connections()
        {
            lock (_lock)
            {
                return [.. _connections];
            }
        }

        public void Add(ForwardedConnection connection)
        {
            lock (_lock)
            {
                _connections.Add(connection);
            }
        }

        public void Remove(ForwardedConnection connection)
        {
            lock (_lock)
            {
                _connections.Remove(connection);
            }
        }
    }
}
