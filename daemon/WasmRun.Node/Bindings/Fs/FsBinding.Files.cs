using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.EventLoop;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Text;

namespace WasmRun.Node.Bindings;

/// <summary>Open files: opening, reading, writing.</summary>
internal sealed partial class FsBinding
{
    private void RegisterFiles(NativeRegistrar natives)
    {
        natives.Add("open", Open);
        natives.Add("openHandle", OpenHandle);
        natives.Add("close", Close);
        natives.Add("read", Read);
        natives.Add("readBuffers", ReadBuffers);
        natives.Add("writeBuffer", WriteBuffer);
        natives.Add("writeBuffers", WriteBuffers);
        natives.Add("writeString", WriteString);
        natives.Add("readFileUtf8", ReadFileUtf8);
        natives.Add("writeFileUtf8", WriteFileUtf8);
        natives.Add("ftruncate", Truncate);
        natives.Add("fsync", (in NativeCall call) => Sync(call, "fsync"));
        natives.Add("fdatasync", (in NativeCall call) => Sync(call, "fdatasync"));
        natives.Add("copyFile", CopyFile);
    }

    private Errno OpenPath(string path, int flags, uint mode, out int fd)
    {
        fd = -1;
        var errno = PathOperations.Open(Host.Paths, Host.Absolute(path), FlagsOf(flags), mode & ~Host.FileModeMask, out var file);
        return errno == Errno.Success ? Host.Process.Files.Add(new FileDescriptor(file!), out fd) : errno;
    }

    /// <summary>open(path, flags, mode, req): a descriptor.</summary>
    private JsValue Open(in NativeCall call)
    {
        var path = PathOf(call, 0);
        var errno = OpenPath(path, call.Int(1), (uint)call.Int(2), out var fd);
        return Answer(call, 3, errno, "open", errno == Errno.Success ? fd : JsValue.Undefined, path);
    }

    /// <summary>openHandle(path, flags, mode, req): as open, the result a FileHandle.</summary>
    private JsValue OpenHandle(in NativeCall call)
    {
        var path = PathOf(call, 0);
        var errno = OpenPath(path, call.Int(1), (uint)call.Int(2), out var fd);
        return Answer(call, 3, errno, "open", errno == Errno.Success ? Host.CallRealm("newFileHandle", fd) : JsValue.Undefined, path);
    }

    /// <summary>close(fd, req).</summary>
    private JsValue Close(in NativeCall call) => Answer(call, 1, Host.Process.Files.Close(call.Int(0)), "close");

    /// <summary>read(fd, buffer, offset, length, position, req): bytes read. A position below 0 is the current one.</summary>
    private JsValue Read(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        var (offset, length, position) = (call.Int(2), call.Int(3), call.Long(4, -1));
        if (errno != Errno.Success)
        {
            return Answer(call, 5, errno, "read");
        }

        var target = call.Bytes(1).Slice(offset, length);
        if (FsRequests.IsSync(call[5]))
        {
            errno = ReadSync(file, target, position, out var count);
            return Answer(call, 5, errno, "read", errno == Errno.Success ? count : JsValue.Undefined);
        }

        errno = position >= 0 ? file.ReadAt((ulong)position, target, out var now) : file.Read(target, out now);
        if (errno != Errno.WouldBlock)
        {
            return Answer(call, 5, errno, "read", errno == Errno.Success ? now : JsValue.Undefined);
        }

        return ReadWhenReady(call[5], file, Js.Dup(call[1]), offset, length);
    }

    private Errno ReadSync(OpenFile file, Span<byte> target, long position, out int count)
    {
        if (position >= 0)
        {
            return file.ReadAt((ulong)position, target, out count);
        }

        Errno errno;
        while ((errno = BlockingIo.Read(Host.Process, file, target, out count)) == Errno.Interrupted && !Host.Process.IsEnding)
        {
            // A signal with a handler waits for the loop; the read goes on, as after SA_RESTART.
            Thread.Sleep(1);
        }

        return errno;
    }

    private JsValue ReadWhenReady(JsValue request, OpenFile file, JsValue buffer, int offset, int length)
    {
        var (result, complete) = _requests.Begin(request);
        Watch? watch = null;
        file.AddReference();
        Host.Loop.Reference();
        watch = new Watch(Host.Loop, file, _ =>
        {
            var errno = file.Read(Js.Bytes(buffer).Slice(offset, length), out var count);
            if (errno == Errno.WouldBlock)
            {
                return;
            }

            watch!.SetInterest(PollEvents.None);
            Host.Loop.Unreference();
            Js.Free(buffer);
            file.Release();
            complete(new FsAnswer(errno, "read", errno == Errno.Success ? count : JsValue.Undefined));
        });
        watch.SetInterest(PollEvents.Readable);
        return result;
    }

    /// <summary>readBuffers(fd, buffers, position, req).</summary>
    private JsValue ReadBuffers(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        var position = call.Long(2, -1);
        long total = 0;
        for (var i = 0u; errno == Errno.Success && i < Js.ArrayLength(call[1]); i++)
        {
            var buffer = Js.Get(call[1], i);
            var target = Js.Bytes(buffer);
            Js.Free(buffer);
            errno = ReadSync(file, target, position < 0 ? -1 : position + total, out var count);
            total += count;
            if (count < target.Length)
            {
                break;
            }
        }

        return Answer(call, 3, errno, "read", errno == Errno.Success ? total : JsValue.Undefined);
    }

    /// <summary>writeBuffer(fd, buffer, offset, length, position, req): bytes written.</summary>
    private JsValue WriteBuffer(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        var count = 0;
        if (errno == Errno.Success)
        {
            var bytes = call.Bytes(1);
            var offset = call.Int(2);
            errno = Write(file, bytes.Slice(offset, call[3].IsNumber ? call.Int(3) : bytes.Length - offset), call.Long(4, -1), out count);
        }

        return Answer(call, 5, errno, "write", errno == Errno.Success ? count : JsValue.Undefined);
    }

    /// <summary>writeBuffers(fd, buffers, position, req).</summary>
    private JsValue WriteBuffers(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        var position = call.Long(2, -1);
        long total = 0;
        for (var i = 0u; errno == Errno.Success && i < Js.ArrayLength(call[1]); i++)
        {
            var buffer = Js.Get(call[1], i);
            errno = Write(file, Js.Bytes(buffer), position < 0 ? -1 : position + total, out var count);
            Js.Free(buffer);
            total += count;
        }

        return Answer(call, 3, errno, "write", errno == Errno.Success ? total : JsValue.Undefined);
    }

    /// <summary>writeString(fd, text, position, encoding, req): bytes written.</summary>
    private JsValue WriteString(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        var count = 0;
        if (errno == Errno.Success)
        {
            var encoding = call[3].IsString ? StringBytes.ParseEncoding(call.Text(3)) : BufferEncoding.Utf8;
            errno = Write(file, StringBytes.Encode(Js, call[1], encoding), call.Long(2, -1), out count);
        }

        return Answer(call, 4, errno, "write", errno == Errno.Success ? count : JsValue.Undefined);
    }

    private Errno Write(OpenFile file, ReadOnlySpan<byte> bytes, long position, out int count)
    {
        if (position >= 0 && file.Type == FileType.RegularFile)
        {
            return file.WriteAt((ulong)position, bytes, out count);
        }

        Errno errno;
        var written = 0;
        while ((errno = BlockingIo.Write(Host.Process, file, bytes[written..], out count)) == Errno.Interrupted && !Host.Process.IsEnding)
        {
            written += count;
            Thread.Sleep(1);
        }

        count += written;
        return errno;
    }

    /// <summary>readFileUtf8(path or fd, flags): the whole text.</summary>
    private JsValue ReadFileUtf8(in NativeCall call)
    {
        if (call[0].IsNumber)
        {
            var found = FileOf(call, 0, out var file);
            return found == Errno.Success ? ReadAllUtf8(file, null) : UvError.Throw(Host, found, "read");
        }

        var path = PathOf(call, 0);
        var errno = PathOperations.Open(Host.Paths, Host.Absolute(path), FlagsOf(call.Int(1)), 0x1B6, out var opened);
        if (errno != Errno.Success)
        {
            return UvError.Throw(Host, errno, "open", path);
        }

        var text = ReadAllUtf8(opened!, path);
        opened!.Release();
        return text;
    }

    private JsValue ReadAllUtf8(OpenFile file, string? path)
    {
        var errno = ReadAll(file, out var bytes);
        return errno == Errno.Success ? Js.NewUtf8(bytes) : UvError.Throw(Host, errno, "read", errno == Errno.IsDirectory ? null : path);
    }

    internal Errno ReadAll(OpenFile file, out byte[] bytes)
    {
        var size = file.GetStatus(out var status) == Errno.Success && file.Type == FileType.RegularFile ? (int)status.Size : 0;
        bytes = new byte[Math.Max(size + 1, 512)];
        var length = 0;
        while (true)
        {
            var errno = ReadSync(file, bytes.AsSpan(length), -1, out var count);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (count == 0)
            {
                Array.Resize(ref bytes, length);
                return Errno.Success;
            }

            length += count;
            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }
    }

    /// <summary>A file's whole text for the runtime's own use; null when it cannot be read.</summary>
    internal byte[]? TryReadFile(string path)
    {
        if (PathOperations.Open(Host.Paths, Host.Absolute(path), OpenFlags.Read, 0, out var file) != Errno.Success)
        {
            return null;
        }

        var errno = ReadAll(file!, out var bytes);
        file!.Release();
        return errno == Errno.Success ? bytes : null;
    }

    /// <summary>writeFileUtf8(path or fd, text, flags, mode).</summary>
    private JsValue WriteFileUtf8(in NativeCall call)
    {
        var bytes = StringBytes.Encode(Js, call[1], BufferEncoding.Utf8);
        if (call[0].IsNumber)
        {
            var found = FileOf(call, 0, out var file);
            found = found == Errno.Success ? Write(file, bytes, -1, out _) : found;
            return found == Errno.Success ? JsValue.Undefined : UvError.Throw(Host, found, "write");
        }

        var path = PathOf(call, 0);
        var errno = PathOperations.Open(Host.Paths, Host.Absolute(path), FlagsOf(call.Int(2)), (uint)call.Int(3) & ~Host.FileModeMask, out var opened);
        if (errno != Errno.Success)
        {
            return UvError.Throw(Host, errno, "open", path);
        }

        errno = Write(opened!, bytes, -1, out _);
        opened!.Release();
        return errno == Errno.Success ? JsValue.Undefined : UvError.Throw(Host, errno, "write", path);
    }

    /// <summary>ftruncate(fd, length, req).</summary>
    private JsValue Truncate(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        return Answer(call, 2, errno == Errno.Success ? file.SetSize((ulong)Math.Max(0, call.Long(1))) : errno, "ftruncate");
    }

    private JsValue Sync(in NativeCall call, string name)
    {
        var errno = FileOf(call, 0, out var file);
        return Answer(call, 1, errno == Errno.Success ? file.Sync() : errno, name);
    }

    /// <summary>copyFile(source, destination, mode, req); mode 1 refuses an existing destination.</summary>
    private JsValue CopyFile(in NativeCall call)
    {
        var (source, destination) = (PathOf(call, 0), PathOf(call, 1));
        return Answer(call, 3, CopyFile(source, destination, (call.Int(2) & 1) != 0), "copyfile", source, destination);
    }

    private Errno CopyFile(string source, string destination, bool exclusive)
    {
        var errno = PathOperations.Open(Host.Paths, Host.Absolute(source), OpenFlags.Read, 0, out var from);
        if (errno != Errno.Success)
        {
            return errno;
        }

        from!.GetStatus(out var status);
        errno = ReadAll(from, out var bytes);
        from.Release();
        var flags = OpenFlags.Write | OpenFlags.Create | (exclusive ? OpenFlags.Exclusive : OpenFlags.Truncate);
        OpenFile? to = null;
        if (errno == Errno.Success)
        {
            errno = PathOperations.Open(Host.Paths, Host.Absolute(destination), flags, status.Permissions, out to);
        }

        if (errno == Errno.Success)
        {
            errno = Write(to!, bytes, -1, out _);
            to!.Release();
        }

        return errno;
    }
}
