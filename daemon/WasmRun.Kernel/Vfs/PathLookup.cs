namespace WasmRun.Kernel.Vfs;

/// <summary>Where a path led: the directory that holds the last name, that name, and what is there.</summary>
/// <param name="Parent">The directory of the last component.</param>
/// <param name="Name">The last component; empty when the path named a directory itself (<c>/</c>, <c>.</c>, <c>a/..</c>).</param>
/// <param name="Target">What is there; null when the name is free.</param>
/// <param name="MustBeDirectory">The path ended in a slash.</param>
public readonly record struct PathLookup(DirectoryInode Parent, string Name, Inode? Target, bool MustBeDirectory);
