using WasmRun.Kernel;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>Kernel outcomes as libuv's numbers, which on Linux are the negated errno values of its own headers.</summary>
internal static class UvError
{
    public const int EndOfFile = -4095; // UV_EOF

    private static readonly Dictionary<Errno, short> LinuxNumbers = new()
    {
        [Errno.ArgumentListTooLong] = 7,
        [Errno.AccessDenied] = 13,
        [Errno.AddressInUse] = 98,
        [Errno.AddressNotAvailable] = 99,
        [Errno.AddressFamilyNotSupported] = 97,
        [Errno.WouldBlock] = 11,
        [Errno.AlreadyInProgress] = 114,
        [Errno.BadFile] = 9,
        [Errno.BadMessage] = 74,
        [Errno.Busy] = 16,
        [Errno.Canceled] = 125,
        [Errno.NoChild] = 10,
        [Errno.ConnectionAborted] = 103,
        [Errno.ConnectionRefused] = 111,
        [Errno.ConnectionReset] = 104,
        [Errno.Deadlock] = 35,
        [Errno.DestinationAddressRequired] = 89,
        [Errno.Domain] = 33,
        [Errno.QuotaExceeded] = 122,
        [Errno.Exists] = 17,
        [Errno.Fault] = 14,
        [Errno.FileTooBig] = 27,
        [Errno.HostUnreachable] = 113,
        [Errno.IdentifierRemoved] = 43,
        [Errno.IllegalSequence] = 84,
        [Errno.InProgress] = 115,
        [Errno.Interrupted] = 4,
        [Errno.Invalid] = 22,
        [Errno.Io] = 5,
        [Errno.IsConnected] = 106,
        [Errno.IsDirectory] = 21,
        [Errno.SymbolicLinkLoop] = 40,
        [Errno.TooManyOpenFiles] = 24,
        [Errno.TooManyLinks] = 31,
        [Errno.MessageSize] = 90,
        [Errno.Multihop] = 72,
        [Errno.NameTooLong] = 36,
        [Errno.NetworkDown] = 100,
        [Errno.NetworkReset] = 102,
        [Errno.NetworkUnreachable] = 101,
        [Errno.TooManyOpenFilesInSystem] = 23,
        [Errno.NoBuffers] = 105,
        [Errno.NoDevice] = 19,
        [Errno.NoEntry] = 2,
        [Errno.NotExecutable] = 8,
        [Errno.NoLocks] = 37,
        [Errno.NoLink] = 67,
        [Errno.OutOfMemory] = 12,
        [Errno.NoMessage] = 42,
        [Errno.NoProtocolOption] = 92,
        [Errno.NoSpace] = 28,
        [Errno.NotImplemented] = 38,
        [Errno.NotConnected] = 107,
        [Errno.NotDirectory] = 20,
        [Errno.NotEmpty] = 39,
        [Errno.NotRecoverable] = 131,
        [Errno.NotSocket] = 88,
        [Errno.NotSupported] = 95,
        [Errno.NotTerminal] = 25,
        [Errno.NoDeviceOrAddress] = 6,
        [Errno.Overflow] = 75,
        [Errno.OwnerDead] = 130,
        [Errno.NotPermitted] = 1,
        [Errno.BrokenPipe] = 32,
        [Errno.Protocol] = 71,
        [Errno.ProtocolNotSupported] = 93,
        [Errno.ProtocolType] = 91,
        [Errno.Range] = 34,
        [Errno.ReadOnlyFileSystem] = 30,
        [Errno.IllegalSeek] = 29,
        [Errno.NoProcess] = 3,
        [Errno.Stale] = 116,
        [Errno.TimedOut] = 110,
        [Errno.TextFileBusy] = 26,
        [Errno.CrossDevice] = 18,
        [Errno.NotCapable] = 1,
    };

    /// <summary>0, or the negative number that libuv reports.</summary>
    public static int Number(Errno errno) => errno == Errno.Success ? 0 : -LinuxNumbers.GetValueOrDefault(errno, (short)5);

    /// <summary>An error as node::UVException makes it, owned.</summary>
    public static JsValue New(NodeHost host, Errno errno, string syscall, string? path = null, string? destination = null)
    {
        var js = host.Js;
        var (call, from, to) = (js.NewString(syscall), Text(js, path), Text(js, destination));
        var error = host.CallRealm("uvException", Number(errno), call, from, to);
        js.Free(call);
        js.Free(from);
        js.Free(to);
        return error;
    }

    /// <summary>Throws what <see cref="New"/> makes.</summary>
    public static JsValue Throw(NodeHost host, Errno errno, string syscall, string? path = null, string? destination = null)
    {
        var error = New(host, errno, syscall, path, destination);
        return error.IsException ? error : host.Js.Throw(error);
    }

    private static JsValue Text(QuickjsEngine js, string? text) => text is null ? JsValue.Undefined : js.NewString(text);
}
