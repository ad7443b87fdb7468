using System.Collections.Concurrent;
using WasmRun.Kernel.Processes;
using WasmRun.Wasi;

namespace WasmRun.Engine;

/// <summary>Runs WASI programs ("commands", with a <c>_start</c>) as kernel processes. One for the whole daemon.</summary>
public sealed class WasiCommands : IDisposable
{
    private readonly HostFunctions _functions = new();
    private readonly ConcurrentDictionary<WasmModule, Lazy<LinkedModule>> _linked = new();

    public WasiCommands() => WasiBinder.Define(_functions);

    /// <summary>
    /// Runs a program on a thread of its own; arguments, environment, files and pre-opened directories are the process's.
    /// Its end, however it comes, is the process's exit status; what went wrong is told on its stderr.
    /// </summary>
    /// <param name="process">In state <see cref="ProcessState.Starting"/>.</param>
    /// <param name="load">Finds the program's module; runs on the process's thread, for compiling may take seconds.</param>
    public void Start(Process process, Func<WasmModule> load) => ProcessGuest.Start(process, guest => Run(guest, load()));

    public void Dispose()
    {
        foreach (var linked in _linked.Values.Where(linked => linked.IsValueCreated))
        {
            linked.Value.Dispose();
        }

        _functions.Dispose();
    }

    private GuestOutcome Run(ProcessGuest guest, WasmModule module)
    {
        var memory = new InstanceMemory();
        var context = new SyscallContext(guest.Process, memory) { CpuClock = guest.SampleCpu };
        var linked = _linked.GetOrAdd(module, added => new Lazy<LinkedModule>(() => _functions.Link(added))).Value;
        using var instance = linked.Instantiate(guest.Options(context));
        memory.Instance = instance;
        guest.Attach(instance);
        return instance.Run();
    }
}
