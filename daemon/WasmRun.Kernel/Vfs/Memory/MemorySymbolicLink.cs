using System.Text;

namespace WasmRun.Kernel.Vfs.Memory;

/// <summary>A symbolic link.</summary>
public sealed class MemorySymbolicLink : MemoryInode
{
    private readonly string _target;

    internal MemorySymbolicLink(MemoryFileSystem fileSystem, string target)
        : base(fileSystem, new InodeTimes(fileSystem.Clock, 0x1FF)) => _target = target;

    public override FileType Type => FileType.SymbolicLink;

    private protected override ulong Size => (ulong)Encoding.UTF8.GetByteCount(_target);

    public override Errno ReadLink(out string target)
    {
        target = _target;
        return Errno.Success;
    }
}
