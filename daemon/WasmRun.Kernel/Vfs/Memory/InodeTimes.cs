using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Vfs.Memory;

/// <summary>The four times of an inode and its permission bits, in one place for all kinds of inodes.</summary>
internal sealed class InodeTimes
{
    private readonly IClock _clock;

    public InodeTimes(IClock clock, uint permissions)
    {
        _clock = clock;
        Permissions = permissions & 0xFFF;
        BirthTime = AccessTime = ModifyTime = ChangeTime = clock.RealtimeNanoseconds;
    }

    /// <summary>Goes on from the status of an inode that is being copied.</summary>
    public InodeTimes(IClock clock, in FileStatus status)
    {
        _clock = clock;
        Permissions = status.Permissions & 0xFFF;
        (AccessTime, ModifyTime, ChangeTime, BirthTime) = (status.AccessTime, status.ModifyTime, status.ChangeTime, status.BirthTime);
    }

    public uint Permissions { get; private set; }

    public long AccessTime { get; private set; }

    public long ModifyTime { get; private set; }

    public long ChangeTime { get; private set; }

    public long BirthTime { get; }

    public void Modified() => ModifyTime = ChangeTime = _clock.RealtimeNanoseconds;

    public void Changed() => ChangeTime = _clock.RealtimeNanoseconds;

    public void Set(long? accessTime, long? modifyTime)
    {
        AccessTime = accessTime ?? AccessTime;
        ModifyTime = modifyTime ?? ModifyTime;
        Changed();
    }

    public void SetPermissions(uint permissions)
    {
        Permissions = permissions & 0xFFF;
        Changed();
    }

    public FileStatus ToStatus(Inode inode, uint links, ulong size) => new()
    {
        Device = inode.FileSystem.Device,
        Inode = inode.Number,
        Type = inode.Type,
        Permissions = Permissions,
        LinkCount = links,
        Size = size,
        AccessTime = AccessTime,
        ModifyTime = ModifyTime,
        ChangeTime = ChangeTime,
        BirthTime = BirthTime,
    };
}
