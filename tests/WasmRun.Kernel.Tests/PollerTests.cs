using System.Net;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Dev;

namespace WasmRun.Kernel.Tests;

public sealed class PollerTests
{
    private const long Second = 1_000_000_000;

    private readonly TestMachine _test = new();
    private readonly Process _process;
    private readonly Poller _poller;

    public PollerTests()
    {
        _process = _test.NewProcess();
        _poller = new Poller(_process);
    }

    [Fact]
    public void Wait_WithNothingReadyAndAPassedDeadline_ReturnsTimedOutAtOnce()
    {
        _poller.Add(new PollRegistration(_poller), Pipe.Create().Reader, PollEvents.Readable);

        Assert.Equal(Errno.TimedOut, _poller.Wait(0));
        Assert.True(_poller.Ready.IsEmpty);
    }

    [Fact]
    public void Wait_ReportsOnlyWhatIsReadyAndWanted()
    {
        var (reader, writer) = Pipe.Create();
        var read = new PollRegistration(_poller, "read");
        var write = new PollRegistration(_poller, "write");
        _poller.Add(read, reader, PollEvents.Readable);
        _poller.Add(write, writer, PollEvents.Writable);

        Assert.Equal(Errno.Success, _poller.Wait(0));

        Assert.Equal([write], _poller.Ready.ToArray());
        Assert.Equal(PollEvents.Writable, write.Ready);
    }

    [Fact]
    public void Wait_IsLevelTriggered()
    {
        var (reader, writer) = Pipe.Create();
        _poller.Add(new PollRegistration(_poller), reader, PollEvents.Readable);
        writer.Write("x"u8, out _);

        Assert.Equal(Errno.Success, _poller.Wait(0));
        Assert.Equal(Errno.Success, _poller.Wait(0));
        reader.Read(new byte[1], out _);
        Assert.Equal(Errno.TimedOut, _poller.Wait(0));
        writer.Write("y"u8, out _);
        Assert.Equal(Errno.Success, _poller.Wait(0));
    }

    [Fact]
    public void Wait_ForAFileThatIsAlwaysReady_NeverSleeps()
    {
        _poller.Add(new PollRegistration(_poller), new NullDevice(), PollEvents.Readable);

        Assert.Equal(Errno.Success, _poller.Wait(ThreadWaiter.Forever));
        Assert.Equal(Errno.Success, _poller.Wait(ThreadWaiter.Forever));
    }

    [Fact]
    public void Wait_SleepsUntilOneOfTheFilesIsReady()
    {
        _test.Machine.Network.Listen(IPAddress.Loopback, 3000, 8, _process, out var listener);
        var accept = new PollRegistration(_poller);
        _poller.Add(new PollRegistration(_poller), Pipe.Create().Reader, PollEvents.Readable);
        _poller.Add(accept, listener!, PollEvents.Readable);

        var errno = WhileSleeping(ThreadWaiter.Forever, () => _test.Machine.Network.Connect(Net.Endpoint.Loopback(3000), out _));

        Assert.Equal(Errno.Success, errno);
        Assert.Equal([accept], _poller.Ready.ToArray());
    }

    [Fact]
    public void Wait_EndsAtTheDeadline()
    {
        _poller.Add(new PollRegistration(_poller), Pipe.Create().Reader, PollEvents.Readable);
        var deadline = _test.Machine.Clock.MonotonicNanoseconds + (Second / 50);

        Assert.Equal(Errno.TimedOut, _poller.Wait(deadline));
        Assert.True(_test.Machine.Clock.MonotonicNanoseconds >= deadline);
    }

    [Fact]
    public void Wait_IsEndedByASignal() =>
        Assert.Equal(Errno.Interrupted, WhileSleeping(ThreadWaiter.Forever, () => _process.Send(Signal.Kill)));

    [Fact]
    public void Wait_IsEndedByNotifyFromAnotherThread()
    {
        Assert.Equal(Errno.Success, WhileSleeping(ThreadWaiter.Forever, _poller.Notify));
        Assert.True(_poller.Ready.IsEmpty);
        Assert.Equal(Errno.TimedOut, _poller.Wait(0));
    }

    [Fact]
    public void Notify_BeforeTheWait_IsNotLost()
    {
        _poller.Notify();
        Assert.Equal(Errno.Success, _poller.Wait(ThreadWaiter.Forever));
    }

    [Fact]
    public void Modify_ToWhatHoldsAlready_IsReported()
    {
        var (_, writer) = Pipe.Create();
        var registration = new PollRegistration(_poller);
        _poller.Add(registration, writer, PollEvents.None);
        Assert.Equal(Errno.TimedOut, _poller.Wait(0));

        _poller.Modify(registration, PollEvents.Writable);

        Assert.Equal(Errno.Success, _poller.Wait(0));
    }

    [Fact]
    public void Remove_OfAReadyFile_IsNotReportedAndTheRegistrationCanBeUsedAgain()
    {
        var registration = new PollRegistration(_poller);
        _poller.Add(registration, new NullDevice(), PollEvents.Readable);
        Assert.Equal(Errno.Success, _poller.Wait(0));

        _poller.Remove(registration);
        _poller.Remove(registration);

        Assert.Equal(Errno.TimedOut, _poller.Wait(0));
        Assert.Equal(0, _poller.Count);
        _poller.Add(registration, new NullDevice(), PollEvents.Readable);
        Assert.Equal(Errno.Success, _poller.Wait(0));
    }

    [Fact]
    public void Wait_AllocatesNothing()
    {
        var registration = new PollRegistration(_poller);
        var file = new NullDevice();
        for (var i = 0; i < 10; i++)
        {
            Once();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Once();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Once()
        {
            _poller.Add(registration, file, PollEvents.Readable);
            _poller.Wait(0);
            _poller.Remove(registration);
        }
    }

    private Errno WhileSleeping(long deadline, Action action)
    {
        var errno = Errno.Success;
        var thread = new Thread(() => errno = _poller.Wait(deadline));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => _process.State == ProcessState.Sleeping, TimeSpan.FromSeconds(5)));
        action();
        Assert.True(thread.Join(5000));
        return errno;
    }
}
