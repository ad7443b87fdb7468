namespace WasmRun.Kernel.Tests.Vfs;

public sealed class MemoryFileSystemTests : FileSystemContract
{
    private protected override FileTree NewTree()
    {
        var tree = new FileTree(FileTree.NewMemory());
        tree.Write("/old", "old");
        tree.MakeDirectory("/dir");
        tree.Write("/dir/in", "in");
        return tree;
    }
}
