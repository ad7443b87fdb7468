using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Vfs.Memory;

/// <summary>A file system in memory, bounded in bytes and inodes.</summary>
/// <remarks>Lock order: <see cref="TreeLock"/> (names and links) before a file's own lock (content).</remarks>
public sealed class MemoryFileSystem : FileSystem
{
    private long _bytes;
    private long _inodes;

    public MemoryFileSystem(IClock clock, long maxBytes = 1L << 30, long maxInodes = 1 << 20)
        : base(clock)
    {
        MaxBytes = maxBytes;
        MaxInodes = maxInodes;
        Root = new MemoryDirectory(this, null, 0x1ED);
    }

    public override MemoryDirectory Root { get; }

    /// <summary>Bytes of content; a write beyond is <see cref="Errno.NoSpace"/>.</summary>
    public long MaxBytes { get; }

    /// <summary>Files, directories and links; one more is <see cref="Errno.NoSpace"/>.</summary>
    public long MaxInodes { get; }

    public long UsedBytes => Interlocked.Read(ref _bytes);

    internal Lock TreeLock { get; } = new();

    /// <summary>Takes bytes from the quota, or gives them back when negative.</summary>
    internal bool TryCharge(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= MaxBytes || bytes <= 0)
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -bytes);
        return false;
    }

    internal bool TryChargeInode()
    {
        if (Interlocked.Increment(ref _inodes) <= MaxInodes)
        {
            return true;
        }

        Interlocked.Decrement(ref _inodes);
        return false;
    }

    internal void ReturnInode() => Interlocked.Decrement(ref _inodes);
}
