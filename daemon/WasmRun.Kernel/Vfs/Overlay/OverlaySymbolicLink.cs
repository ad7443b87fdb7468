using System.Text;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>A symbolic link that shows through or that a guest made.</summary>
internal sealed class OverlaySymbolicLink : OverlayLeaf
{
    private readonly string? _target;

    /// <summary>A link that shows through.</summary>
    public OverlaySymbolicLink(OverlayFileSystem owner, Inode lower)
        : base(owner, lower)
    {
    }

    /// <summary>A link that a guest makes.</summary>
    public OverlaySymbolicLink(OverlayFileSystem owner, string target)
        : base(owner, null)
    {
        _target = target;
        Times = new InodeTimes(owner.Clock, 0x1FF);
    }

    public override FileType Type => FileType.SymbolicLink;

    public override Errno ReadLink(out string target)
    {
        if (Lower is not null)
        {
            return Lower.ReadLink(out target);
        }

        target = _target!;
        return Errno.Success;
    }

    private protected override Errno GetBaseStatus(out FileStatus status)
    {
        if (Lower is not null)
        {
            return Lower.GetStatus(out status);
        }

        status = new FileStatus { Size = (ulong)Encoding.UTF8.GetByteCount(_target!), BirthTime = Times!.BirthTime };
        return Errno.Success;
    }

    private protected override void OnUnlinked()
    {
        if (Lower is null)
        {
            Owner.Upper.ReturnInode();
        }
    }
}
