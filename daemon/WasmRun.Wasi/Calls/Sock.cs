using System.Buffers;
using WasmRun.Kernel;
using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Sockets that the program was given or has accepted.</summary>
internal static class Sock
{
    public static Errno Accept(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Find<Listener>(context, arguments.U32(0), Rights.SocketAccept, Errno.Invalid, out var descriptor, out var listener);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var flags = arguments.U32(1);
        if ((flags & ~(uint)FdFlags.NonBlocking) != 0)
        {
            return Errno.Invalid;
        }

        errno = context.Memory.Slice(arguments.U32(2), sizeof(uint), out _);
        if (errno != Errno.Success || (errno = BlockingIo.Accept(context.Process, listener, out var socket)) != Errno.Success)
        {
            return errno;
        }

        socket!.Flags |= ((FdFlags)flags).ToKernel();
        var accepted = new FileDescriptor(socket) { Rights = descriptor.InheritingRights, InheritingRights = descriptor.InheritingRights };
        errno = context.Process.Files.Add(accepted, out var fd);
        return errno == Errno.Success ? context.Memory.WriteU32(arguments.U32(2), (uint)fd) : errno;
    }

    public static Errno Receive(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Find<StreamSocket>(context, arguments.U32(0), Rights.FdRead, Errno.NotConnected, out _, out var socket);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var flags = arguments.U32(3);
        if ((flags & ~(uint)ReceiveFlags.All) != 0)
        {
            return Errno.Invalid;
        }

        var memory = context.Memory;
        if (!memory.TrySlice(arguments.U32(4), sizeof(uint), out _) || !memory.TrySlice(arguments.U32(5), sizeof(ushort), out _))
        {
            return Errno.Fault;
        }

        errno = context.Vectors.Load(memory, arguments.U32(1), arguments.U32(2));
        if (errno != Errno.Success || (errno = Receive(context, socket, (ReceiveFlags)flags, out var count)) != Errno.Success)
        {
            return errno;
        }

        // roflags: no stream ever cuts a message off.
        memory.TrySlice(arguments.U32(5), sizeof(ushort), out var outFlags);
        outFlags.Clear();
        return memory.WriteU32(arguments.U32(4), count);
    }

    public static Errno Send(SyscallContext context, SyscallArguments arguments)
    {
        var errno = Find<StreamSocket>(context, arguments.U32(0), Rights.FdWrite, Errno.NotConnected, out _, out var socket);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (arguments.U32(3) != 0) // siflags: none is defined
        {
            return Errno.Invalid;
        }

        errno = context.Memory.Slice(arguments.U32(4), sizeof(uint), out _);
        if (errno != Errno.Success || (errno = context.Vectors.Load(context.Memory, arguments.U32(1), arguments.U32(2))) != Errno.Success)
        {
            return errno;
        }

        errno = ScatterGather.Write(context, socket, null, out var count);
        return errno == Errno.Success ? context.Memory.WriteU32(arguments.U32(4), count) : errno;
    }

    public static Errno Shutdown(SyscallContext context, SyscallArguments arguments)
    {
        const uint Read = 1;
        const uint Write = 2;
        var errno = Find<StreamSocket>(context, arguments.U32(0), Rights.SocketShutdown, Errno.NotConnected, out _, out var socket);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var how = arguments.U32(1);
        return how is 0 or > (Read | Write) ? Errno.Invalid : socket.Shutdown((how & Read) != 0, (how & Write) != 0);
    }

    private static Errno Receive(SyscallContext context, StreamSocket socket, ReceiveFlags flags, out uint total)
    {
        var fill = (flags & ReceiveFlags.WaitAll) != 0;
        return (flags & ReceiveFlags.Peek) != 0
            ? Peek(context, socket, fill, out total)
            : ScatterGather.Read(context, socket, null, out total, fill);
    }

    /// <summary>More than the socket's own buffer can never be there to be looked at.</summary>
    private static Errno Peek(SyscallContext context, StreamSocket socket, bool fill, out uint total)
    {
        var length = Math.Min(context.Vectors.TotalLength, StreamSocket.BufferBytes);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var errno = BlockingIo.Peek(context.Process, socket, bytes.AsSpan(0, length), fill ? length : 0, out var count);
            ScatterGather.Scatter(context.Memory, context.Vectors, bytes.AsSpan(0, count));
            total = (uint)count;
            return errno;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Finds a socket: ENOTSOCK for other files comes before what rights say, as in POSIX.</summary>
    private static Errno Find<TSocket>(
        SyscallContext context, uint fd, Rights needed, Errno otherKind, out FileDescriptor descriptor, out TSocket socket)
        where TSocket : OpenFile
    {
        socket = null!;
        var errno = context.Find(fd, Rights.None, out descriptor);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (descriptor.File is not TSocket found)
        {
            return descriptor.File is StreamSocket or Listener ? otherKind : Errno.NotSocket;
        }

        socket = found;
        return context.Find(fd, needed, out _);
    }
}
