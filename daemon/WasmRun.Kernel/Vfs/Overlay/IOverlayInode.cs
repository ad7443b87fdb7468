namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>What the inodes of an overlay have in common.</summary>
internal interface IOverlayInode
{
    /// <summary>The inode that shows through; null for what a guest made.</summary>
    Inode? Lower { get; }

    /// <summary>The directory and the name that lead here; null for the root and for what has no name. Guarded by the tree lock.</summary>
    Home? Home { get; set; }

    /// <summary>True when something of it differs from the lower inode.</summary>
    bool IsChanged { get; }
}
