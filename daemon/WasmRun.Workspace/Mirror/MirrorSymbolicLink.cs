using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Mirror;

/// <summary>
/// A link in the folder. Where it stays inside, its target is shown relative to the link. Where it leaves, the link is listed but
/// has no target that a guest could learn or reach: <see cref="Errno.NoEntry"/>, as for a dangling link, which programs know.
/// </summary>
internal sealed class MirrorSymbolicLink(MirrorFileSystem owner, MirrorDirectory parent, string name) : Inode(owner), IMirrorInode
{
    private bool _wasRefused;

    public MirrorPlace Place { get; } = new(owner, parent, name);

    public override FileType Type => FileType.SymbolicLink;

    public override Errno GetStatus(out FileStatus status)
    {
        var errno = Place.GetStatus(HostEntryKind.Link, out var host);
        status = MirrorPlace.ToFileStatus(this, host, links: 1);
        if (errno == Errno.Success && ReadLink(out var target) == Errno.Success)
        {
            status.Size = (ulong)Encoding.UTF8.GetByteCount(target);
        }

        return errno;
    }

    public override Errno ReadLink(out string target)
    {
        target = "";
        var errno = owner.Files.Check(Place.Names(), out var path);
        if (errno != Errno.Success)
        {
            return errno;
        }

        try
        {
            if (new FileInfo(path).LinkTarget is not { } hostTarget)
            {
                return Errno.NoEntry;
            }

            if (owner.HostRoot.RelativeTarget(Path.GetDirectoryName(path)!, hostTarget) is not { } inside)
            {
                if (!Interlocked.Exchange(ref _wasRefused, true))
                {
                    owner.OnLinkRefused(Place.RelativePath());
                }

                return Errno.NoEntry;
            }

            target = inside;
            return Errno.Success;
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return HostErrors.ToErrno(exception);
        }
    }
}
