using System.Security.Cryptography;
using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>Random bytes from the host system's generator.</summary>
internal static class Random
{
    /// <summary>Bytes between two looks at whether the process must end: a guest may ask for gigabytes.</summary>
    private const int ChunkBytes = 256 * 1024;

    public static Errno Get(SyscallContext context, SyscallArguments arguments)
    {
        var errno = context.Memory.Slice(arguments.U32(0), arguments.U32(1), out var buffer);
        while (errno == Errno.Success && buffer.Length > 0)
        {
            var count = Math.Min(buffer.Length, ChunkBytes);
            RandomNumberGenerator.Fill(buffer[..count]);
            buffer = buffer[count..];
            errno = context.Process.IsEnding ? Errno.Interrupted : Errno.Success;
        }

        return errno;
    }
}
