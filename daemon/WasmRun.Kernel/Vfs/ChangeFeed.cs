namespace WasmRun.Kernel.Vfs;

/// <summary>What happened to a name in a directory.</summary>
public enum ChangeKind
{
    /// <summary>A name appeared, vanished or was renamed.</summary>
    Renamed,

    /// <summary>The content or the status behind the name changed.</summary>
    Modified,
}

/// <summary>One change, told to the subscribers of a file system.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Directory">The directory of the name; an inode of the file system that tells.</param>
/// <param name="Name">The name; for a file with several, the one made last.</param>
public readonly record struct FileChange(ChangeKind Kind, DirectoryInode Directory, string Name);

/// <summary>Tells subscribers what changes in one file system. Handlers run on the changing thread and must not block.</summary>
public sealed class ChangeFeed
{
    public event Action<FileChange>? Changed;

    public void Publish(ChangeKind kind, DirectoryInode directory, string name) =>
        Changed?.Invoke(new FileChange(kind, directory, name));
}
