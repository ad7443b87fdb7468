using WasmRun.Daemon.Forwarding;
using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon.Runs;

/// <summary>The run's ports on 127.0.0.1.</summary>
internal sealed partial class Run
{
    private PortForwarder? _forwarder;

    /// <summary>The ports that are reachable from the host now.</summary>
    public IReadOnlyList<PortInfo> Ports => [.. (_forwarder?.Ports ?? []).Select(Describe)];

    private void OpenPorts()
    {
        _forwarder = new PortForwarder(Machine.Network);
        _forwarder.Opened += port => _observer.OnPortOpened(this, Describe(port));
        _forwarder.TakenOver += port => _observer.OnPortTakenOver(this, Describe(port));
        _forwarder.Closed += port => _observer.OnPortClosed(this, Describe(port));
        _forwarder.Failed += port => _observer.OnWarning(
            this, $"No port of 127.0.0.1 could be bound for the program's port {port}. End a program that holds many ports, and restart.");
    }

    private void ClosePorts() => _forwarder?.Dispose();

    /// <summary>Whether it speaks HTTP shows only once somebody asks; servers that people open in a browser are the usual case.</summary>
    private PortInfo Describe(ForwardedPort port) =>
        new(Id, port.Pid, port.GuestPort, port.HostPort, PortProtocol.Http, $"http://127.0.0.1:{port.HostPort}/");
}
