namespace WasmRun.Kernel.Vfs.Memory;

/// <summary>What files and links of a memory file system share: times, permissions and the count of their names.</summary>
public abstract class MemoryInode : Inode
{
    private protected MemoryInode(MemoryFileSystem fileSystem, InodeTimes times)
        : base(fileSystem)
    {
        Owner = fileSystem;
        Times = times;
    }

    internal MemoryFileSystem Owner { get; }

    internal InodeTimes Times { get; }

    /// <summary>Names of this inode; guarded by the file system's tree lock.</summary>
    internal uint LinkCount { get; private set; }

    /// <summary>Where its changes are published; null when it has no name.</summary>
    internal Home? Home { get; set; }

    private protected abstract ulong Size { get; }

    public override Errno GetStatus(out FileStatus status)
    {
        status = Times.ToStatus(this, LinkCount, Size);
        return Errno.Success;
    }

    public override Errno SetTimes(long? accessTime, long? modifyTime)
    {
        Times.Set(accessTime, modifyTime);
        Home?.PublishModified();
        return Errno.Success;
    }

    public override Errno SetPermissions(uint permissions)
    {
        Times.SetPermissions(permissions);
        Home?.PublishModified();
        return Errno.Success;
    }

    internal void AddName()
    {
        LinkCount++;
        Times.Changed();
    }

    internal void RemoveName()
    {
        Times.Changed();
        if (--LinkCount == 0)
        {
            OnUnlinked();
        }
    }

    /// <summary>The last name is gone.</summary>
    private protected virtual void OnUnlinked() => Owner.ReturnInode();
}
