using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Text;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('fs') on the kernel's files. (src/node_file.cc)</summary>
internal sealed partial class FsBinding(NodeHost host) : Binding(host)
{
    private const int LinuxCreate = 0x40;
    private const int LinuxExclusive = 0x80;
    private const int LinuxTruncate = 0x200;
    private const int LinuxAppend = 0x400;
    private const int LinuxNonBlocking = 0x800;
    private const int LinuxDirectory = 0x10000;
    private const int LinuxNoFollow = 0x20000;

    private readonly FsRequests _requests = new(host);

    public override string Name => "fs";

    public override void Register(NativeRegistrar natives)
    {
        RegisterFiles(natives);
        RegisterPaths(natives);
        RegisterDirectories(natives);
        RegisterStatus(natives);
    }

    /// <summary>A path argument: a string, or the bytes of one.</summary>
    private static string PathOf(in NativeCall call, int index) =>
        call[index].IsString ? call.Text(index) : Encoding.UTF8.GetString(call.Bytes(index));

    /// <summary>A name as the caller wants it: text, or a Buffer for the encoding 'buffer'.</summary>
    private JsValue NameAs(string name, JsValue encoding)
    {
        var kind = encoding.IsString ? StringBytes.ParseEncoding(Js.Text(encoding)) : BufferEncoding.Utf8;
        if (kind == BufferEncoding.Utf8)
        {
            return Js.NewString(name);
        }

        var bytes = Js.NewUint8Array(Encoding.UTF8.GetBytes(name));
        if (kind == BufferEncoding.Buffer)
        {
            var buffer = Host.CallRealm("asBuffer", bytes);
            Js.Free(bytes);
            return buffer;
        }

        Js.TryBytes(bytes, out var address, out var length);
        var text = StringBytes.Decode(Js, address, length, kind);
        Js.Free(bytes);
        return text;
    }

    private Errno FileOf(in NativeCall call, int index, out OpenFile file)
    {
        var errno = Host.Process.Files.Get(call.Int(index), out var descriptor);
        file = descriptor?.File!;
        return errno;
    }

    private JsValue Answer(in NativeCall call, int request, Errno errno, string syscall, JsValue value, string? path = null, string? other = null) =>
        _requests.Answer(call[request], new FsAnswer(errno, syscall, value, path, other));

    private JsValue Answer(in NativeCall call, int request, Errno errno, string syscall, string? path = null, string? other = null) =>
        Answer(call, request, errno, syscall, JsValue.Undefined, path, other);

    private static OpenFlags FlagsOf(int linux)
    {
        var flags = (linux & 3) switch { 0 => OpenFlags.Read, 1 => OpenFlags.Write, _ => OpenFlags.ReadWrite };
        flags |= (linux & LinuxCreate) != 0 ? OpenFlags.Create : 0;
        flags |= (linux & LinuxExclusive) != 0 ? OpenFlags.Exclusive : 0;
        flags |= (linux & LinuxTruncate) != 0 ? OpenFlags.Truncate : 0;
        flags |= (linux & LinuxAppend) != 0 ? OpenFlags.Append : 0;
        flags |= (linux & LinuxNonBlocking) != 0 ? OpenFlags.NonBlocking : 0;
        flags |= (linux & LinuxDirectory) != 0 ? OpenFlags.Directory : 0;
        flags |= (linux & LinuxNoFollow) != 0 ? OpenFlags.NoFollow : 0;
        return flags;
    }
}
