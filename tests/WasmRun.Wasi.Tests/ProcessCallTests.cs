using WasmRun.Kernel;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi.Tests;

public sealed class ProcessCallTests
{
    private readonly WasiGuest _guest = new(["prog", "ä b", ""], new Dictionary<string, string> { ["HOME"] = "/home" });

    [Fact]
    public void Args_AreNulTerminatedUtf8InOrder()
    {
        var sizes = _guest.Allocate(8);
        Assert.Equal(Errno.Success, _guest.Call("args_sizes_get", sizes, sizes + 4));
        Assert.Equal(3u, _guest.U32(sizes));
        Assert.Equal(5u + 5u + 1u, _guest.U32(sizes + 4));

        var pointers = _guest.Allocate(12);
        var strings = _guest.Allocate(11);
        Assert.Equal(Errno.Success, _guest.Call("args_get", pointers, strings));

        Assert.Equal("prog\0ä b\0\0", _guest.ReadText(strings, 11));
        Assert.Equal([strings, strings + 5, strings + 10], new[] { _guest.U32(pointers), _guest.U32(pointers + 4), _guest.U32(pointers + 8) });
    }

    [Fact]
    public void Environ_HoldsOnlyWhatTheProcessWasGiven()
    {
        var sizes = _guest.Allocate(8);
        Assert.Equal(Errno.Success, _guest.Call("environ_sizes_get", sizes, sizes + 4));
        Assert.Equal(1u, _guest.U32(sizes));

        var pointer = _guest.Allocate(4);
        var strings = _guest.Allocate(16);
        Assert.Equal(Errno.Success, _guest.Call("environ_get", pointer, strings));
        Assert.Equal("HOME=/home\0", _guest.ReadText(strings, _guest.U32(sizes + 4)));
    }

    [Theory]
    [InlineData("args_get")]
    [InlineData("args_sizes_get")]
    [InlineData("environ_get")]
    [InlineData("environ_sizes_get")]
    public void StringCalls_WithAnAddressOutsideTheMemory_ReturnFault(string call)
    {
        Assert.Equal(Errno.Fault, _guest.Call(call, 0, uint.MaxValue));
        Assert.Equal(Errno.Fault, _guest.Call(call, uint.MaxValue - 1, 0));
    }

    [Fact]
    public void Exit_KeepsTheCodeForTheEngine()
    {
        _guest.Call("proc_exit", 42);
        Assert.Equal(42, _guest.Context.ExitCode);
    }

    [Theory]
    [InlineData(15u, Signal.Terminate)]
    [InlineData(6u, Signal.Abort)]
    [InlineData(10u, Signal.User1)]
    [InlineData(24u, (Signal)25)]
    public void Raise_EndsTheProcessByTheSignalOfThatNumber(uint number, Signal expected)
    {
        Assert.Equal(Errno.Success, _guest.Call("proc_raise", number));
        Assert.Equal(expected, _guest.Process.FatalSignal);
    }

    [Theory]
    [InlineData(0u, Errno.Success)]
    [InlineData(16u, Errno.Success)] // CHLD is ignored by default
    [InlineData(27u, Errno.Success)] // and so is WINCH
    [InlineData(18u, Errno.NotSupported)]
    [InlineData(31u, Errno.Invalid)]
    [InlineData(uint.MaxValue, Errno.Invalid)]
    public void Raise_OfASignalThatDoesNotEndAProcess_LetsItLive(uint number, Errno expected)
    {
        Assert.Equal(expected, _guest.Call("proc_raise", number));
        Assert.False(_guest.Process.IsEnding);
    }

    [Fact]
    public void Random_FillsTheBufferAndNothingElse()
    {
        var buffer = _guest.Allocate(64);
        Assert.Equal(Errno.Success, _guest.Call("random_get", buffer + 8, 48));
        Assert.Equal(0ul, _guest.U64(buffer));
        Assert.Equal(0ul, _guest.U64(buffer + 56));
        Assert.NotEqual(new byte[48], _guest.Memory.Bytes[(int)(buffer + 8)..(int)(buffer + 56)]);
    }

    [Theory]
    [InlineData(0u, uint.MaxValue)]
    [InlineData(1024u, 1u << 30)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    public void Random_OfAHugeLength_ReturnsFaultAtOnce(uint address, uint length) =>
        Assert.Equal(Errno.Fault, _guest.Call("random_get", address, length));

    [Fact]
    public void Yield_Succeeds() => Assert.Equal(Errno.Success, _guest.Call("sched_yield"));

    [Fact]
    public void Clocks_TellTheMachinesTimeAndTheProcesssCpuTime()
    {
        var result = _guest.Allocate(8);
        var before = _guest.Machine.Clock.RealtimeNanoseconds;
        Assert.Equal(Errno.Success, _guest.Call("clock_time_get", 0, 0, result));
        Assert.InRange((long)_guest.U64(result), before, _guest.Machine.Clock.RealtimeNanoseconds);

        before = _guest.Machine.Clock.MonotonicNanoseconds;
        Assert.Equal(Errno.Success, _guest.Call("clock_time_get", 1, 0, result));
        Assert.InRange((long)_guest.U64(result), before, _guest.Machine.Clock.MonotonicNanoseconds);

        _guest.Process.CpuNanoseconds = 12345;
        Assert.Equal(Errno.Success, _guest.Call("clock_time_get", 2, 0, result));
        Assert.Equal(12345ul, _guest.U64(result));
        Assert.Equal(Errno.Success, _guest.Call("clock_time_get", 3, 0, result));
        Assert.Equal(12345ul, _guest.U64(result));
    }

    [Theory]
    [InlineData("clock_res_get")]
    [InlineData("clock_time_get")]
    public void Clocks_ThatAreNone_ReturnInvalid(string call)
    {
        ulong[] arguments = call == "clock_res_get" ? [4, 1024] : [4, 0, 1024];
        Assert.Equal(Errno.Invalid, _guest.Call(call, arguments));
    }
}
