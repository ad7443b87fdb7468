using WasmRun.Kernel.Net;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel;

/// <summary>One sandbox: its processes, its file tree, its network. Two machines share nothing but the allocator of pids.</summary>
public sealed class Machine
{
    public Machine(FileSystem root, PidAllocator? pids = null, IClock? clock = null)
    {
        Clock = clock ?? SystemClock.Instance;
        Mounts = new MountTable(root);
        Processes = new ProcessTable(this, pids ?? new PidAllocator());
        Network = new LoopbackNetwork();
    }

    public IClock Clock { get; }

    public MountTable Mounts { get; }

    public ProcessTable Processes { get; }

    public LoopbackNetwork Network { get; }

    public string HostName { get; init; } = "wasmrun";

    /// <summary>Processes at once, zombies included.</summary>
    public int MaxProcesses { get; init; } = 256;
}
