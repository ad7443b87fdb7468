namespace WasmRun.Kernel.Vfs;

/// <summary>An open directory: entries by cookie, with <c>.</c> and <c>..</c> first.</summary>
public sealed class OpenDirectory(DirectoryInode directory) : OpenFile
{
    private const ulong DotCookie = 1;
    private const ulong DotDotCookie = 2;

    public override FileType Type => FileType.Directory;

    public override Inode Inode => directory;

    public DirectoryInode Directory => directory;

    public override Errno GetStatus(out FileStatus status) => directory.GetStatus(out status);

    public override Errno Read(Span<byte> buffer, out int count)
    {
        count = 0;
        return Errno.IsDirectory;
    }

    public override Errno ReadAt(ulong offset, Span<byte> buffer, out int count)
    {
        count = 0;
        return Errno.IsDirectory;
    }

    public override Errno NextEntry(ulong cookie, out DirectoryEntry entry)
    {
        switch (cookie)
        {
            case 0:
                entry = new DirectoryEntry(".", directory.Number, FileType.Directory, DotCookie);
                return Errno.Success;
            case DotCookie:
                entry = new DirectoryEntry("..", directory.Parent.Number, FileType.Directory, DotDotCookie);
                return Errno.Success;
        }

        var errno = directory.NextEntry(cookie - DotDotCookie, out entry);
        entry = entry with { Cookie = entry.Cookie + DotDotCookie };
        return errno;
    }
}
