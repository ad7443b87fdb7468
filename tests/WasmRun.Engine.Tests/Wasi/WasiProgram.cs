using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Engine.Tests;

/// <summary>A machine of its own in which a test runs one program given as text.</summary>
internal sealed class WasiProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WasmEngine _engine = new(CompileStrategy.Cranelift);
    private readonly WasiCommands _commands = new();
    private readonly WasmModule _module;
    private readonly OpenFile _output;

    public WasiProgram(string wat, IReadOnlyList<string>? arguments = null)
    {
        _module = WasmModule.Compile(_engine, EngineFixture.Binary(wat), "program.wasm");
        var (input, writer) = Pipe.Create();
        Input = writer;
        (_output, var output) = Pipe.Create();
        output.AddReference();
        var start = new ProcessStart { Arguments = arguments ?? ["program"], Stdio = (input, output, output) };
        Assert.Equal(Errno.Success, Machine.Processes.Create(start, out var process));
        Process = process!;
        Assert.Equal(Errno.Success, Machine.Mounts.Root.Open(OpenFlags.Read, out var root));
        Process.Files.Add(new FileDescriptor(root!) { PreopenName = "/" }, out _);
    }

    public Machine Machine { get; } = new(new MemoryFileSystem(SystemClock.Instance));

    public Process Process { get; }

    public OpenFile Input { get; }

    public void Start() => _commands.Start(Process, () => _module);

    public async Task<ExitStatus> Run()
    {
        var wait = Process.WaitAsync();
        Start();
        return await wait.WaitAsync(Patience);
    }

    public void WaitUntil(ProcessState state) => Assert.True(SpinWait.SpinUntil(() => Process.State == state, Patience));

    /// <summary>What it wrote to stdout and stderr, up to the size of a pipe.</summary>
    public string Output()
    {
        var buffer = new byte[Pipe.DefaultCapacity];
        _output.Read(buffer, out var count);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    public void Dispose()
    {
        _commands.Dispose();
        _module.Dispose();
        _engine.Dispose();
    }
}
