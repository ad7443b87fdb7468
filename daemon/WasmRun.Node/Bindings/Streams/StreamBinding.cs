using System.Buffers.Binary;
using WasmRun.Kernel;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Text;

namespace WasmRun.Node.Bindings;

/// <summary>
/// internalBinding('stream_wrap'): what TCP, Pipe and TTY share. The functions are methods of the JavaScript classes: they
/// find their handle through the receiver. (src/stream_base.cc, src/stream_wrap.cc, src/handle_wrap.cc)
/// </summary>
internal sealed class StreamBinding(NodeHost host) : Binding(host)
{
    private readonly List<StreamHandle?> _handles = [];
    private byte[] _buffer = [];
    private uint _keyAtom;
    private uint _state;

    // Indices in streamBaseState (StreamBase::StreamBaseStateFields).
    private const int ReadBytesOrError = 0;
    private const int ArrayBufferOffset = 1;
    private const int BytesWritten = 2;
    private const int LastWriteWasAsync = 3;

    public override string Name => "stream_wrap";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("create", (in NativeCall call) => Create(call[0]));
        natives.Add("openFd", OpenFd);
        natives.Add("readStart", (in NativeCall call) => Of(call)?.ReadStart() ?? BadHandle);
        natives.Add("readStop", (in NativeCall call) => Of(call)?.ReadStop() ?? BadHandle);
        natives.Add("shutdown", (in NativeCall call) => Of(call)?.Shutdown(call[0]) ?? BadHandle);
        natives.Add("writeBuffer", WriteBuffer);
        natives.Add("writev", WriteAll);
        natives.Add("writeUtf8String", (in NativeCall call) => WriteString(call, BufferEncoding.Utf8));
        natives.Add("writeAsciiString", (in NativeCall call) => WriteString(call, BufferEncoding.Latin1));
        natives.Add("writeLatin1String", (in NativeCall call) => WriteString(call, BufferEncoding.Latin1));
        natives.Add("writeUcs2String", (in NativeCall call) => WriteString(call, BufferEncoding.Ucs2));
        natives.Add("close", Close);
        natives.Add("ref", (in NativeCall call) => SetReferenced(call, true));
        natives.Add("unref", (in NativeCall call) => SetReferenced(call, false));
        natives.Add("hasRef", (in NativeCall call) => Of(call)?.HasReference ?? false);
        natives.Add("setBlocking", SetBlocking);
        natives.Add("fd", (in NativeCall call) => Of(call)?.Fd ?? -1);
        natives.Add("bytesRead", (in NativeCall call) => Of(call)?.BytesRead ?? 0);
        natives.Add("bytesWritten", (in NativeCall call) => Of(call)?.BytesWritten ?? 0);
        natives.Add("writeQueueSize", (in NativeCall call) => Of(call)?.BytesQueued ?? 0);
    }

    private static JsValue BadHandle => UvError.Number(Errno.BadFile);

    /// <summary>Finds the shared state array of a started image.</summary>
    public void Attach()
    {
        var binding = Host.InternalBinding("stream_wrap");
        var state = Js.Get(binding, "streamBaseState");
        Js.TryBytes(state, out _state, out _);
        var key = Host.Hook("streamKey");
        _keyAtom = Js.Exports.ValueToAtom.Call(Js.Context, (long)key.Bits).U32;
        foreach (var value in (ReadOnlySpan<JsValue>)[binding, state, key])
        {
            Js.Free(value);
        }
    }

    /// <summary>The handle of a receiver; null after it was closed.</summary>
    public StreamHandle? Of(JsValue self)
    {
        if (!self.IsObject)
        {
            return null;
        }

        var id = new JsValue(Js.Exports.GetProperty.Call(Js.Context, (long)self.Bits, _keyAtom).U64);
        return id.IsInt && (uint)id.Payload < (uint)_handles.Count ? _handles[id.Payload] : null;
    }

    public StreamHandle? Of(in NativeCall call) => Of(call.This);

    /// <summary>create(object): the number of a new handle, kept by the object under host.streamKey.</summary>
    private JsValue Create(JsValue self)
    {
        var handle = new StreamHandle(Host, this, self);
        var free = _handles.IndexOf(null);
        if (free < 0)
        {
            free = _handles.Count;
            _handles.Add(handle);
        }
        else
        {
            _handles[free] = handle;
        }

        return free;
    }

    public byte[] ReadBuffer(int size)
    {
        if (_buffer.Length < size)
        {
            _buffer = new byte[size];
        }

        return _buffer;
    }

    public void SetWriteResult(int bytes, bool isAsync)
    {
        SetState(BytesWritten, bytes);
        SetState(LastWriteWasAsync, isAsync ? 1 : 0);
    }

    /// <summary>Calls onread with a new ArrayBuffer, or with undefined for an error.</summary>
    public void Deliver(StreamHandle handle, int result, ReadOnlySpan<byte> bytes)
    {
        SetState(ReadBytesOrError, result);
        SetState(ArrayBufferOffset, 0);
        var buffer = result > 0 ? Js.NewArrayBuffer(bytes) : JsValue.Undefined;
        Host.Loop.Callbacks.MakeMethod(handle.Self, "onread", buffer);
        Js.Free(buffer);
    }

    /// <summary>A handle was closed: its number is free, JavaScript is told.</summary>
    public void Closed(StreamHandle handle, JsValue callback)
    {
        _handles[_handles.IndexOf(handle)] = null;
        var symbol = Host.Hook("onCloseSymbol");
        var onClose = Js.Get(handle.Self, symbol);
        if (Js.IsFunction(onClose))
        {
            Host.Loop.Callbacks.Make(onClose, handle.Self);
        }

        Js.Free(onClose);
        Js.Free(symbol);
        if (Js.IsFunction(callback))
        {
            Host.Loop.Callbacks.Make(callback, handle.Self);
        }
    }

    /// <summary>At the end of the process: open connections are closed.</summary>
    public void AbandonAll()
    {
        foreach (var handle in _handles)
        {
            handle?.Abandon();
        }
    }

    private void SetState(int field, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(Js.Slice(_state + (uint)field * 4, 4), value);

    /// <summary>openFd(fd): 0 or a negative error number.</summary>
    private JsValue OpenFd(in NativeCall call)
    {
        if (Of(call) is not { } handle)
        {
            return BadHandle;
        }

        var errno = Host.Process.Files.Get(call.Int(0), out var descriptor);
        if (errno != Errno.Success)
        {
            return UvError.Number(errno);
        }

        descriptor!.File.AddReference();
        handle.Open(descriptor.File, call.Int(0));
        handle.IsBlocking = call.Int(0) is 1 or 2;
        return 0;
    }

    /// <summary>writeBuffer(request, bytes).</summary>
    private JsValue WriteBuffer(in NativeCall call) => Of(call)?.Write(call[0], call.Bytes(1)) ?? BadHandle;

    private JsValue WriteString(in NativeCall call, BufferEncoding encoding)
    {
        if (Of(call) is not { } handle)
        {
            return BadHandle;
        }

        // 8-bit text that is the same in the encoding needs no copy.
        if (Js.TryUnits(call[1], out var latin1, out var utf16) && utf16.Length == 0
            && (encoding == BufferEncoding.Latin1 || (encoding == BufferEncoding.Utf8 && System.Text.Ascii.IsValid(latin1))))
        {
            return handle.Write(call[0], latin1);
        }

        return handle.Write(call[0], StringBytes.Encode(Js, call[1], encoding));
    }

    /// <summary>writev(request, chunks, allBuffers): chunks are buffers, or pairs of chunk and encoding.</summary>
    private JsValue WriteAll(in NativeCall call)
    {
        if (Of(call) is not { } handle)
        {
            return BadHandle;
        }

        var joined = new MemoryStream();
        var count = (uint)Js.ArrayLength(call[1]);
        var step = call.Bool(2) ? 1u : 2u;
        for (var i = 0u; i < count; i += step)
        {
            var chunk = Js.Get(call[1], i);
            if (chunk.IsString)
            {
                var encoding = Js.Get(call[1], i + 1);
                joined.Write(StringBytes.Encode(Js, chunk, StringBytes.ParseEncoding(Js.Text(encoding))));
                Js.Free(encoding);
            }
            else
            {
                joined.Write(Js.Bytes(chunk));
            }

            Js.Free(chunk);
        }

        return handle.Write(call[0], joined.GetBuffer().AsSpan(0, (int)joined.Length));
    }

    private JsValue Close(in NativeCall call)
    {
        Of(call)?.Close(call[0]);
        return JsValue.Undefined;
    }

    private JsValue SetReferenced(in NativeCall call, bool isReferenced)
    {
        Of(call)?.SetReferenced(isReferenced);
        return JsValue.Undefined;
    }

    private JsValue SetBlocking(in NativeCall call)
    {
        if (Of(call) is { } handle)
        {
            handle.IsBlocking = call.Bool(0);
        }

        return 0;
    }
}
