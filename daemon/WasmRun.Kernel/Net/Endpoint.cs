using System.Net;

namespace WasmRun.Kernel.Net;

/// <summary>An address and a port in the machine's network. All addresses of the machine lead to its one loopback.</summary>
public readonly record struct Endpoint(IPAddress Address, ushort Port)
{
    public static Endpoint Loopback(ushort port) => new(IPAddress.Loopback, port);

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
