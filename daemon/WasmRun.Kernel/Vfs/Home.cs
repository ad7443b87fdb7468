namespace WasmRun.Kernel.Vfs;

/// <summary>The name under which an inode was made or found last: what its changes are published under.</summary>
internal sealed record Home(DirectoryInode Directory, string Name)
{
    public void PublishModified() => Directory.FileSystem.Changes.Publish(ChangeKind.Modified, Directory, Name);
}
