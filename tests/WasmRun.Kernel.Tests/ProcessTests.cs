using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Tests;

public sealed class ProcessTests
{
    private readonly TestMachine _test = new();

    [Fact]
    public void Read_FromAnEmptyPipe_ReturnsWhenDataComes()
    {
        var process = _test.NewProcess();
        var (reader, writer) = Pipe.Create();
        var buffer = new byte[8];
        var count = 0;
        var thread = new Thread(() => Assert.Equal(Errno.Success, BlockingIo.Read(process, reader, buffer, out count)));
        thread.Start();
        WaitFor(() => process.State == ProcessState.Sleeping);

        writer.Write("abc"u8, out _);

        Assert.True(thread.Join(5000));
        Assert.Equal(3, count);
    }

    [Fact]
    public void Kill_OfAProcessBlockedInARead_InterruptsIt()
    {
        var process = _test.NewProcess();
        var (reader, _) = Pipe.Create();
        var errno = Errno.Success;
        var thread = new Thread(() => errno = BlockingIo.Read(process, reader, new byte[8], out _));
        thread.Start();
        WaitFor(() => process.State == ProcessState.Sleeping);

        process.Send(Signal.Kill);

        Assert.True(thread.Join(5000));
        Assert.Equal(Errno.Interrupted, errno);
        Assert.True(process.IsEnding);
        Assert.Equal(Signal.Kill, process.FatalSignal);
    }

    [Fact]
    public void Send_OfAHandledSignal_QueuesItForTheRuntime()
    {
        var process = _test.NewProcess();
        process.SetHandled(Signal.Interrupt, true);

        process.Send(Signal.Interrupt);

        Assert.False(process.IsEnding);
        Assert.Equal(Errno.Interrupted, process.Sleep(1_000_000_000));
        Assert.True(process.TryTakeSignal(out var signal));
        Assert.Equal(Signal.Interrupt, signal);
    }

    [Fact]
    public async Task Exit_ClosesFilesTellsWaitersAndLeavesTheTable()
    {
        var process = _test.NewProcess();
        var wait = process.WaitAsync();

        process.Exit(ExitStatus.FromCode(3));

        Assert.Equal(new ExitStatus(3, Signal.None), await wait.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(0, process.Files.Count);
        Assert.Null(_test.Machine.Processes.Find(process.Pid));
        Assert.Equal(Errno.NoProcess, process.Send(Signal.Terminate));
    }

    [Fact]
    public void Exit_OfAChild_StaysAZombieUntilReaped()
    {
        var parent = _test.NewProcess();
        var child = _test.NewProcess(parent);

        child.Exit(ExitStatus.FromSignal(Signal.Terminate));

        Assert.Same(child, _test.Machine.Processes.Find(child.Pid));
        _test.Machine.Processes.Reap(child);
        Assert.Null(_test.Machine.Processes.Find(child.Pid));
    }

    [Fact]
    public void Create_BeyondTheLimitOfProcesses_ReturnsWouldBlock()
    {
        for (var i = 0; i < _test.Machine.MaxProcesses; i++)
        {
            _test.NewProcess();
        }

        var (input, output) = Pipe.Create();
        output.AddReference();
        var start = new ProcessStart { Arguments = ["one too many"], Stdio = (input, output, output) };
        Assert.Equal(Errno.WouldBlock, _test.Machine.Processes.Create(start, out _));
    }

    private static void WaitFor(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(5)));
}
