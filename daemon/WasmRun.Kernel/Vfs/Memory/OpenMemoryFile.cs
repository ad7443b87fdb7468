namespace WasmRun.Kernel.Vfs.Memory;

/// <summary>An open regular file of a memory file system: its offset.</summary>
internal sealed class OpenMemoryFile(MemoryFile file) : SeekableFile
{
    public override Inode Inode => file;

    public override Errno GetStatus(out FileStatus status) => file.GetStatus(out status);

    protected override Errno ReadContent(ulong offset, Span<byte> buffer, out int count)
    {
        count = file.Read(offset, buffer);
        return Errno.Success;
    }

    protected override Errno WriteContent(ulong? offset, ReadOnlySpan<byte> buffer, out ulong end) => file.Write(offset, buffer, out end);

    protected override Errno SetContentSize(ulong size) => file.SetSize(size);

    protected override void OnClose() => file.Closed();
}
