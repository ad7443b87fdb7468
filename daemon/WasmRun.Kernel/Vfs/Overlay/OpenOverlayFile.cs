namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>An open file of an overlay: reads the lower file until there is a copy.</summary>
internal sealed class OpenOverlayFile(OverlayFile file, OpenFile? lower) : SeekableFile
{
    public override Inode Inode => file;

    public override Errno GetStatus(out FileStatus status)
    {
        var errno = file.GetStatus(out status);
        if (errno != Errno.NoEntry || lower is null || file.Upper is not null)
        {
            return errno;
        }

        // The lower file went away while it is open here.
        var (device, number) = (status.Device, status.Inode);
        errno = lower.GetStatus(out status);
        (status.Device, status.Inode, status.LinkCount) = (device, number, 0);
        return errno;
    }

    protected override Errno ReadContent(ulong offset, Span<byte> buffer, out int count)
    {
        if (file.Upper is { } upper)
        {
            count = upper.Read(offset, buffer);
            return Errno.Success;
        }

        return lower!.ReadAt(offset, buffer, out count);
    }

    protected override Errno WriteContent(ulong? offset, ReadOnlySpan<byte> buffer, out ulong end) => file.Write(offset, buffer, out end);

    protected override Errno SetContentSize(ulong size) => file.SetSize(size);

    protected override void OnClose()
    {
        lower?.Release();
        file.Closed();
    }
}
