namespace WasmRun.Kernel.Vfs.Dev;

/// <summary>The one, fixed directory of the device file system.</summary>
internal sealed class DeviceDirectory : DirectoryInode
{
    private readonly List<(string Name, Inode Inode)> _entries;
    private readonly long _time;

    public DeviceDirectory(DeviceFileSystem fileSystem, IReadOnlyDictionary<string, Func<OpenFile>> devices)
        : base(fileSystem)
    {
        _entries = [.. devices.Select(device => (device.Key, (Inode)new DeviceInode(fileSystem, device.Value)))];
        _time = fileSystem.Clock.RealtimeNanoseconds;
    }

    public override DirectoryInode Parent => this;

    public override Errno GetStatus(out FileStatus status)
    {
        status = new FileStatus
        {
            Device = FileSystem.Device,
            Inode = Number,
            Type = Type,
            Permissions = 0x1ED,
            LinkCount = 2,
            AccessTime = _time,
            ModifyTime = _time,
            ChangeTime = _time,
            BirthTime = _time,
        };
        return Errno.Success;
    }

    public override Errno Lookup(string name, out Inode? inode)
    {
        inode = _entries.Find(entry => entry.Name == name).Inode;
        return inode is null ? Errno.NoEntry : Errno.Success;
    }

    public override Errno NextEntry(ulong cookie, out DirectoryEntry entry)
    {
        if (cookie >= (ulong)_entries.Count)
        {
            entry = default;
            return Errno.NoEntry;
        }

        var (name, inode) = _entries[(int)cookie];
        entry = new DirectoryEntry(name, inode.Number, inode.Type, cookie + 1);
        return Errno.Success;
    }
}
