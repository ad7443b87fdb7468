namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>What a guest did to a path.</summary>
public enum OverlayChangeKind
{
    Created,

    /// <summary>Content, link target, times or permissions differ from the lower file's.</summary>
    Modified,
    Deleted,
}

/// <summary>One difference between an overlay and the file system below it.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Type">Of what is there now; for a deletion, of what was there. A deleted directory stands for all that was in it.</param>
/// <param name="Inode">What is there now, to be opened for its content; null for a deletion.</param>
/// <param name="Lower">What shows through no more; null for what is new.</param>
public sealed record OverlayChange(string Path, OverlayChangeKind Kind, FileType Type, Inode? Inode, Inode? Lower);
