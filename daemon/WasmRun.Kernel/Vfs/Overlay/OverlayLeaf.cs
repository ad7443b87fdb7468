using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>What files and links of an overlay share: the count of names, times and permissions that differ from the lower inode's.</summary>
internal abstract class OverlayLeaf : Inode, IOverlayInode
{
    /// <summary>Names of this inode once guests changed their number; until then the lower inode knows. Guarded by the tree lock.</summary>
    private uint? _links;

    private protected OverlayLeaf(OverlayFileSystem owner, Inode? lower)
        : base(owner)
    {
        Owner = owner;
        Lower = lower;
    }

    public Inode? Lower { get; }

    public Home? Home { get; set; }

    public virtual bool IsChanged => Lower is null || Times is not null;

    protected OverlayFileSystem Owner { get; }

    /// <summary>Times and permissions once they are not the lower inode's any more.</summary>
    protected InodeTimes? Times { get; set; }

    /// <summary>Status as the lower inode or this overlay has it, without identity.</summary>
    private protected abstract Errno GetBaseStatus(out FileStatus status);

    public override Errno GetStatus(out FileStatus status)
    {
        var errno = GetBaseStatus(out status);
        status.Device = Owner.Device;
        status.Inode = Number;
        status.Type = Type;
        status.LinkCount = _links ?? status.LinkCount;
        if (Times is { } times)
        {
            status.Permissions = times.Permissions;
            (status.AccessTime, status.ModifyTime, status.ChangeTime) = (times.AccessTime, times.ModifyTime, times.ChangeTime);
        }

        return errno;
    }

    public override Errno SetTimes(long? accessTime, long? modifyTime) => ChangeTimes(times => times.Set(accessTime, modifyTime));

    public override Errno SetPermissions(uint permissions) => ChangeTimes(times => times.SetPermissions(permissions));

    internal void AddName() => _links = CountNames() + 1;

    internal void RemoveName()
    {
        _links = CountNames() - 1;
        if (_links == 0)
        {
            OnUnlinked();
        }
    }

    /// <summary>The last name is gone; called with the tree lock.</summary>
    private protected virtual void OnUnlinked()
    {
    }

    /// <summary>Makes the names that lead here this overlay's own, so that they stay when the lower ones go.</summary>
    protected void Pin()
    {
        lock (Owner.TreeLock)
        {
            if (Home is { Directory: OverlayDirectory directory, Name: var name })
            {
                directory.Pin(name, this);
            }
        }
    }

    private uint CountNames()
    {
        if (_links is null && Lower is not null)
        {
            // A lower inode that is gone had at least the name that is being changed.
            _links = Lower.GetStatus(out var status) == Errno.Success ? status.LinkCount : 1;
        }

        return _links ?? 0;
    }

    private Errno ChangeTimes(Action<InodeTimes> change)
    {
        lock (Owner.TreeLock)
        {
            if (Times is null)
            {
                var errno = GetBaseStatus(out var status);
                if (errno != Errno.Success)
                {
                    return errno;
                }

                Times = new InodeTimes(Owner.Clock, status);
            }

            change(Times);
        }

        Pin();
        Home?.PublishModified();
        return Errno.Success;
    }
}
