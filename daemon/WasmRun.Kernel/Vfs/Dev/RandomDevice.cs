using System.Security.Cryptography;

namespace WasmRun.Kernel.Vfs.Dev;

/// <summary><c>/dev/random</c> and <c>/dev/urandom</c>: the host system's generator.</summary>
public sealed class RandomDevice : OpenFile
{
    public override FileType Type => FileType.CharacterDevice;

    public override Errno Read(Span<byte> buffer, out int count)
    {
        RandomNumberGenerator.Fill(buffer);
        count = buffer.Length;
        return Errno.Success;
    }

    public override Errno Write(ReadOnlySpan<byte> buffer, out int count)
    {
        count = buffer.Length;
        return Errno.Success;
    }
}
