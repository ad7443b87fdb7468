using System.Net;
using System.Net.Sockets;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('cares_wrap'): names of the machine itself; nothing beyond it is asked. (src/cares_wrap.cc)</summary>
internal sealed class DnsBinding(NodeHost host) : Binding(host)
{
    private const int NoName = -3008; // UV_EAI_NONAME

    public override string Name => "cares_wrap";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("getaddrinfo", LookUp);
        natives.Add("canonicalizeIP", CanonicalizeIp);
        natives.Add("convertIpv6StringToBuffer", Ipv6Bytes);
    }

    /// <summary>getaddrinfo(request, host, family, flags, order): completes with addresses.</summary>
    private JsValue LookUp(in NativeCall call)
    {
        var name = call.Text(1).TrimEnd('.');
        var family = call.Int(2);
        string[] addresses = [];
        if (IPAddress.TryParse(name, out var literal))
        {
            addresses = [literal.ToString()];
        }
        else if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || name == Host.Process.Machine.HostName)
        {
            addresses = family switch { 4 => ["127.0.0.1"], 6 => ["::1"], _ => ["127.0.0.1", "::1"] };
        }

        var request = Js.Dup(call[0]);
        Host.Loop.Complete(() =>
        {
            if (addresses.Length == 0)
            {
                Host.Loop.Callbacks.MakeMethod(request, "oncomplete", NoName);
            }
            else
            {
                var list = Js.NewArray([.. addresses.Select(address => Js.NewString(address))]);
                Host.Loop.Callbacks.MakeMethod(request, "oncomplete", JsValue.Null, list);
                Js.Free(list);
            }

            Js.Free(request);
        });
        return 0;
    }

    private JsValue CanonicalizeIp(in NativeCall call) =>
        IPAddress.TryParse(call.Text(0), out var address) ? Js.NewString(address.ToString()) : JsValue.Undefined;

    private JsValue Ipv6Bytes(in NativeCall call) =>
        IPAddress.TryParse(call.Text(0), out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? Js.NewUint8Array(address.GetAddressBytes())
            : JsValue.Undefined;
}
