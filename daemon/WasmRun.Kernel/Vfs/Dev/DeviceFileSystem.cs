using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Vfs.Dev;

/// <summary>What is mounted at <c>/dev</c>: null, zero, full, random, urandom.</summary>
public sealed class DeviceFileSystem : FileSystem
{
    public DeviceFileSystem(IClock clock)
        : base(clock)
    {
        Root = new DeviceDirectory(this, new Dictionary<string, Func<OpenFile>>
        {
            ["null"] = static () => new NullDevice(),
            ["zero"] = static () => new ZeroDevice(isFull: false),
            ["full"] = static () => new ZeroDevice(isFull: true),
            ["random"] = static () => new RandomDevice(),
            ["urandom"] = static () => new RandomDevice(),
        });
    }

    public override DirectoryInode Root { get; }
}
