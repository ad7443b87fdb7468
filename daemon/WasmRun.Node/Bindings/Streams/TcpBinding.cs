using System.Net;
using System.Net.Sockets;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.EventLoop;
using WasmRun.Node.Quickjs;
using Endpoint = WasmRun.Kernel.Net.Endpoint;

namespace WasmRun.Node.Bindings;

/// <summary>Addresses of a TCP handle.</summary>
internal sealed class TcpState
{
    public Endpoint? Bound { get; set; }

    public Endpoint? Remote { get; set; }

    /// <summary>An IPv6 socket shows IPv4 peers as mapped addresses.</summary>
    public bool IsV6 { get; set; }
}

/// <summary>internalBinding('tcp_wrap') on the machine's loopback network. (src/tcp_wrap.cc)</summary>
internal sealed class TcpBinding(NodeHost host) : Binding(host)
{
    public override string Name => "tcp_wrap";

    private StreamBinding Streams => field ??= Host.Binding<StreamBinding>();

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("bind", (in NativeCall call) => Bind(call, isV6: false));
        natives.Add("bind6", (in NativeCall call) => Bind(call, isV6: true));
        natives.Add("listen", Listen);
        natives.Add("connect", Connect);
        natives.Add("connect6", Connect);
        natives.Add("getsockname", (in NativeCall call) => TellAddress(call, LocalOf(Streams.Of(call))));
        natives.Add("getpeername", (in NativeCall call) => TellAddress(call, Streams.Of(call)?.Tcp?.Remote));
        natives.Add("reset", Reset);
    }

    private static TcpState StateOf(StreamHandle handle) => handle.Tcp ??= new TcpState();

    /// <summary>bind(address, port): remembered until listen or connect.</summary>
    private JsValue Bind(in NativeCall call, bool isV6)
    {
        if (Streams.Of(call) is not { } handle)
        {
            return UvError.Number(Errno.BadFile);
        }

        if (!IPAddress.TryParse(call.Text(0), out var address))
        {
            return UvError.Number(Errno.Invalid);
        }

        if (!IsOfThisMachine(address))
        {
            return UvError.Number(Errno.AddressNotAvailable);
        }

        var state = StateOf(handle);
        state.Bound = new Endpoint(address, (ushort)call.Int(1));
        state.IsV6 = isV6;
        return 0;
    }

    /// <summary>listen(backlog): the port is taken here.</summary>
    private JsValue Listen(in NativeCall call)
    {
        if (Streams.Of(call) is not { } handle)
        {
            return UvError.Number(Errno.BadFile);
        }

        var state = StateOf(handle);
        var (address, port) = state.Bound ?? new Endpoint(IPAddress.Any, 0);
        var errno = Host.Process.Machine.Network.Listen(address, port, call.Int(0), Host.Process, out var listener);
        if (errno != Errno.Success)
        {
            return UvError.Number(errno);
        }

        state.Bound = new Endpoint(address, listener!.Local.Port);
        handle.Listen(listener, socket => OnConnection(handle, socket));
        return 0;
    }

    private void OnConnection(StreamHandle server, StreamSocket socket)
    {
        var client = Host.CallRealm("newTcpSocket");
        if (client.IsException || Streams.Of(client) is not { } handle)
        {
            socket.Release();
            throw Js.Unexpected("accepting a connection");
        }

        handle.Tcp = new TcpState { Bound = socket.Local, Remote = socket.Remote, IsV6 = server.Tcp is { IsV6: true } };
        handle.Open(socket);
        Host.Loop.Callbacks.MakeMethod(server.Self, "onconnection", 0, client);
        Js.Free(client);
    }

    /// <summary>connect(request, address, port).</summary>
    private JsValue Connect(in NativeCall call)
    {
        if (Streams.Of(call) is not { } handle)
        {
            return UvError.Number(Errno.BadFile);
        }

        if (!IPAddress.TryParse(call.Text(1), out var address))
        {
            return UvError.Number(Errno.Invalid);
        }

        var errno = Errno.NetworkUnreachable;
        StreamSocket? socket = null;
        if (IsOfThisMachine(address))
        {
            errno = Host.Process.Machine.Network.Connect(new Endpoint(address, (ushort)call.Int(2)), out socket);
        }

        var (request, self) = (Js.Dup(call[0]), Js.Dup(call.This));
        if (errno != Errno.Success)
        {
            Host.Loop.Complete(() => Connected(request, self, errno));
            return 0;
        }

        handle.Tcp = new TcpState { Bound = socket!.Local, Remote = socket.Remote, IsV6 = address.AddressFamily == AddressFamily.InterNetworkV6 };
        handle.Open(socket);
        WhenWritable(socket, () => Connected(request, self, Errno.Success));
        return 0;
    }

    /// <summary>
    /// In the poll phase, as libuv sees that a connection stands: behind the listener, which has heard of it first.
    /// </summary>
    private void WhenWritable(StreamSocket socket, Action then)
    {
        Host.Loop.Reference();
        Watch? watch = null;
        watch = new Watch(Host.Loop, socket, _ =>
        {
            watch!.SetInterest(PollEvents.None);
            Host.Loop.Unreference();
            then();
        });
        watch.SetInterest(PollEvents.Writable);
    }

    /// <summary>Ends a connect request; takes over both values.</summary>
    private void Connected(JsValue request, JsValue self, Errno errno)
    {
        Host.Loop.Callbacks.MakeMethod(request, "oncomplete", UvError.Number(errno), self, request, true, true);
        Js.Free(request);
        Js.Free(self);
    }

    /// <summary>reset(callback): closes with a TCP reset.</summary>
    private JsValue Reset(in NativeCall call)
    {
        if (Streams.Of(call) is not { } handle)
        {
            return UvError.Number(Errno.BadFile);
        }

        (handle.File as StreamSocket)?.Reset();
        handle.Close(call[0]);
        return 0;
    }

    private static Endpoint? LocalOf(StreamHandle? handle) => handle?.Tcp?.Bound;

    /// <summary>Fills {address, family, port}.</summary>
    private JsValue TellAddress(in NativeCall call, Endpoint? endpoint)
    {
        if (Streams.Of(call) is not { } handle)
        {
            return UvError.Number(Errno.BadFile);
        }

        if (endpoint is not { } known)
        {
            return UvError.Number(Errno.NotConnected);
        }

        var address = known.Address;
        if (handle.Tcp!.IsV6 && address.AddressFamily == AddressFamily.InterNetwork)
        {
            address = address.MapToIPv6();
        }

        Js.Set(call[0], "address", Js.NewString(address.ToString()));
        Js.Set(call[0], "family", Js.NewString(address.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6"));
        Js.Set(call[0], "port", (int)known.Port);
        return 0;
    }

    private static bool IsOfThisMachine(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
        || (address.IsIPv4MappedToIPv6 && IsOfThisMachine(address.MapToIPv4()));
}
