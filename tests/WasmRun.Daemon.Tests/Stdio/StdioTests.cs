using WasmRun.Daemon.Stdio;
using WasmRun.Kernel;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Tests.Stdio;

public sealed class StdioTests
{
    [Fact]
    public void OnDemandInput_AsksTheHostOnlyWhenTheGuestReads()
    {
        var (reader, writer) = Pipe.Create();
        var uses = 0;
        var input = new OnDemandInput(reader, isTerminal: false, () => uses++);
        Assert.Equal(0, uses);

        Assert.Equal(Errno.WouldBlock, input.Read(new byte[4], out _));
        writer.Write("abc"u8, out _);
        Assert.Equal(PollEvents.Readable, input.Poll());
        Assert.Equal(Errno.Success, input.Read(new byte[4], out var count));

        Assert.Equal(3, count);
        Assert.Equal(1, uses);
    }

    [Fact]
    public async Task OutputPump_DeliversEverythingInOrderAndEndsWithThePipe()
    {
        var (reader, writer) = Pipe.Create(capacity: 8192);
        var received = new List<byte>();
        var pump = OutputPump.RunAsync(reader, chunk =>
        {
            received.AddRange(chunk.Span);
            return ValueTask.CompletedTask;
        });
        using var source = new InputWriter(writer);
        var sent = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();

        Assert.True(await source.WriteAsync(sent, CancellationToken.None));
        source.Close();
        await pump.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task InputWriter_WhenNobodyReadsAnyMore_SaysSo()
    {
        var (reader, writer) = Pipe.Create();
        using var source = new InputWriter(writer);
        reader.Release();

        Assert.False(await source.WriteAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public async Task OutputPump_WhenDeliveryFails_LetsTheGuestGetABrokenPipe()
    {
        var (reader, writer) = Pipe.Create();
        var pump = OutputPump.RunAsync(reader, _ => throw new IOException("nobody reads"));
        writer.Write("x"u8, out _);

        await Assert.ThrowsAsync<IOException>(() => pump.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(Errno.BrokenPipe, writer.Write("y"u8, out _));
    }
}
