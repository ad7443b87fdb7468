namespace WasmRun.Kernel.Vfs.Dev;

/// <summary><c>/dev/zero</c>, and with <paramref name="isFull"/> <c>/dev/full</c>, where every write is <see cref="Errno.NoSpace"/>.</summary>
public sealed class ZeroDevice(bool isFull) : OpenFile
{
    public override FileType Type => FileType.CharacterDevice;

    public override Errno Read(Span<byte> buffer, out int count)
    {
        buffer.Clear();
        count = buffer.Length;
        return Errno.Success;
    }

    /// <summary>Every place is the same: Linux answers 0 too.</summary>
    public override Errno Seek(long offset, Whence whence, out ulong position)
    {
        position = 0;
        return Errno.Success;
    }

    public override Errno Write(ReadOnlySpan<byte> buffer, out int count)
    {
        count = isFull ? 0 : buffer.Length;
        return isFull ? Errno.NoSpace : Errno.Success;
    }
}
