using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Overlay;
using WasmRun.Workspace.Host;
using WasmRun.Workspace.Mirror;

namespace WasmRun.Daemon.Sandboxes;

/// <summary>A folder of the host in a sandbox: its mirror, and an overlay for what the guest writes unless that is let through.</summary>
internal sealed class HostFolder : IDisposable
{
    private readonly OverlayFileSystem? _overlay;

    private HostFolder(MirrorFileSystem mirror, OverlayFileSystem? overlay)
    {
        Mirror = mirror;
        _overlay = overlay;
    }

    public MirrorFileSystem Mirror { get; }

    public HostRoot Root => Mirror.HostRoot;

    /// <summary>How many files the guest changed that the host does not have.</summary>
    public int PendingChanges => _overlay?.ListChanges().Count ?? 0;

    /// <exception cref="UserErrorException">The folder can't be opened.</exception>
    public static HostFolder Mount(Machine machine, string folder, string guestPath, HostAccess access)
    {
        var errno = HostRoot.Open(folder, out var root);
        if (errno != Errno.Success)
        {
            throw new UserErrorException($"The folder {folder} can't be opened: {errno.PosixName()}.", "Check the path and its permissions.");
        }

        var mirror = new MirrorFileSystem(root!, machine.Clock, new MirrorOptions { IsWritable = access == HostAccess.WriteThrough });
        var overlay = access == HostAccess.Overlay ? new OverlayFileSystem(mirror, machine.Clock) : null;
        Sandbox.Mount(machine, guestPath, overlay is null ? mirror : (FileSystem)overlay);
        return new HostFolder(mirror, overlay);
    }

    public void Dispose() => Mirror.Dispose();
}
