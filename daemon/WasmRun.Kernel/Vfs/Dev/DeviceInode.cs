namespace WasmRun.Kernel.Vfs.Dev;

/// <summary>A character device: every open makes a fresh open file.</summary>
internal sealed class DeviceInode(FileSystem fileSystem, Func<OpenFile> open) : Inode(fileSystem)
{
    private readonly long _time = fileSystem.Clock.RealtimeNanoseconds;

    public override FileType Type => FileType.CharacterDevice;

    public override Errno GetStatus(out FileStatus status)
    {
        status = new FileStatus
        {
            Device = FileSystem.Device,
            Inode = Number,
            Type = Type,
            Permissions = 0x1B6,
            LinkCount = 1,
            AccessTime = _time,
            ModifyTime = _time,
            ChangeTime = _time,
            BirthTime = _time,
        };
        return Errno.Success;
    }

    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = open();
        file.Flags = flags;
        return Errno.Success;
    }

    public override Errno SetSize(ulong size) => Errno.Success;
}
