namespace WasmRun.Kernel.Vfs;

/// <summary>One name in a directory.</summary>
/// <param name="Name">The name, without a slash.</param>
/// <param name="Inode">The inode's number.</param>
/// <param name="Type">The inode's type.</param>
/// <param name="Cookie">Where to go on: pass it to get the entry behind this one. Stays valid while entries come and go.</param>
public readonly record struct DirectoryEntry(string Name, ulong Inode, FileType Type, ulong Cookie);
