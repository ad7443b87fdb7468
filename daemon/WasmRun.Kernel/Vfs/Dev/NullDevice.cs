namespace WasmRun.Kernel.Vfs.Dev;

/// <summary><c>/dev/null</c>: swallows what is written, is always at its end.</summary>
public sealed class NullDevice : OpenFile
{
    public override FileType Type => FileType.CharacterDevice;

    public override Errno Read(Span<byte> buffer, out int count)
    {
        count = 0;
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
        count = buffer.Length;
        return Errno.Success;
    }
}
