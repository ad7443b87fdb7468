using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Processes;

/// <summary>What one number in a process's table points at: a shared open file and what belongs to the number alone.</summary>
public sealed class FileDescriptor(OpenFile file)
{
    public OpenFile File { get; } = file;

    /// <summary>WASI rights of this descriptor: a bit set of preview1's <c>rights</c>; all when the opener did not narrow them.</summary>
    public ulong Rights { get; set; } = ulong.MaxValue;

    /// <summary>WASI rights that descriptors opened through this one inherit.</summary>
    public ulong InheritingRights { get; set; } = ulong.MaxValue;

    /// <summary>The name under which WASI programs find this pre-opened directory; null for the rest.</summary>
    public string? PreopenName { get; init; }
}
