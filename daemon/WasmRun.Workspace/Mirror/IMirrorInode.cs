namespace WasmRun.Workspace.Mirror;

/// <summary>What directories, files and links of a mirror have in common.</summary>
internal interface IMirrorInode
{
    MirrorPlace Place { get; }
}
