using System.Buffers.Binary;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi.Tests;

public sealed class PollTests
{
    private const byte Clock = 0;
    private const byte Read = 1;
    private const byte Write = 2;
    private const ulong Millisecond = 1_000_000;

    private readonly WasiGuest _guest = new();

    [Fact]
    public void Clock_Relative_FiresAfterTheTimeWithItsUserData()
    {
        var start = _guest.Machine.Clock.MonotonicNanoseconds;
        Assert.Equal(Errno.Success, Poll([ClockAt(7, 1, 20 * Millisecond)], out var events));
        Assert.Equal([new Event(7, Errno.Success, Clock, 0, 0)], events);
        Assert.True(_guest.Machine.Clock.MonotonicNanoseconds - start >= (long)(20 * Millisecond));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    public void Clock_Absolute_CountsOnItsOwnClock(uint id)
    {
        var clock = _guest.Machine.Clock;
        var now = (ulong)(id == 0 ? clock.RealtimeNanoseconds : clock.MonotonicNanoseconds);
        var start = clock.MonotonicNanoseconds;
        Assert.Equal(Errno.Success, Poll([ClockAt(1, id, now + (20 * Millisecond), flags: 1)], out var events));
        Assert.Single(events);
        Assert.InRange(clock.MonotonicNanoseconds - start, 15_000_000, long.MaxValue);
        Assert.Equal(Errno.Success, Poll([ClockAt(1, id, 5, flags: 1)], out events));
        Assert.Single(events);
    }

    [Fact]
    public void Clock_ThatCantBeWaitedFor_IsAnEventWithAnError()
    {
        Assert.Equal(Errno.Success, Poll([ClockAt(1, 2, 1), ClockAt(2, 9, 1), ClockAt(3, 1, 1, flags: 2), ClockAt(4, 1, ulong.MaxValue)], out var events));
        Assert.Equal([(1ul, Errno.NotSupported), (2ul, Errno.Invalid), (3ul, Errno.Invalid)], events.Select(e => (e.UserData, e.Error)));
    }

    [Fact]
    public void Descriptors_AreReportedInTheirOrder_WithoutTheClockThatIsNotDue()
    {
        _guest.CreateFile("f", "12345");
        var file = _guest.MustOpen("f");
        _guest.Input.Write("abc"u8, out _);
        Assert.Equal(
            Errno.Success,
            Poll([ClockAt(1, 1, 60_000 * Millisecond), On(2, Write, 1), On(3, Read, 0), On(4, Read, file)], out var events));
        Assert.Equal(
            [new Event(2, Errno.Success, Write, 0, 0), new Event(3, Errno.Success, Read, 3, 0), new Event(4, Errno.Success, Read, 5, 0)],
            events);
    }

    [Fact]
    public void Descriptor_ThatIsNotReady_LetsTheClockFire()
    {
        Assert.Equal(Errno.Success, Poll([On(1, Read, 0), ClockAt(2, 1, 5 * Millisecond)], out var events));
        Assert.Equal(2ul, Assert.Single(events).UserData);
    }

    [Fact]
    public void Descriptor_ThatBecomesReady_EndsTheWait()
    {
        List<Event> events = [];
        var thread = new Thread(() => Poll([On(1, Read, 0)], out events));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => _guest.Process.State == ProcessState.Sleeping, TimeSpan.FromSeconds(5)));
        _guest.Input.Write("x"u8, out _);
        Assert.True(thread.Join(5000));
        Assert.Equal(1ul, Assert.Single(events).Bytes);
    }

    [Fact]
    public void Descriptor_WhoseOtherEndIsClosed_IsReadyWithHangUp()
    {
        _guest.Input.Release();
        Assert.Equal(Errno.Success, Poll([On(1, Read, 0)], out var events));
        Assert.Equal([new Event(1, Errno.Success, Read, 0, 1)], events);
    }

    [Fact]
    public void Descriptor_ThatIsClosedOrMayNotPoll_IsAnEventWithAnError()
    {
        _guest.CreateFile("f", "");
        var noRight = _guest.MustOpen("f", rights: (ulong)Rights.FdRead);
        Assert.Equal(Errno.Success, Poll([On(1, Read, 99), On(2, Read, noRight), On(3, Read, 0)], out var events));
        Assert.Equal([(1ul, Errno.BadFile), (2ul, Errno.NotCapable)], events.Select(e => (e.UserData, e.Error)));
    }

    [Fact]
    public void Wait_IsInterruptedByTheEndOfTheProcess()
    {
        var errno = Errno.Success;
        var thread = new Thread(() => errno = Poll([On(1, Read, 0)], out _));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => _guest.Process.State == ProcessState.Sleeping, TimeSpan.FromSeconds(5)));
        _guest.Process.Send(Signal.Kill);
        Assert.True(thread.Join(5000));
        Assert.Equal(Errno.Interrupted, errno);
    }

    [Theory]
    [InlineData(0u, Errno.Invalid)]
    [InlineData(uint.MaxValue, Errno.Invalid)]
    [InlineData(1u << 24, Errno.Invalid)]
    [InlineData(8000u, Errno.Fault)]
    public void Subscriptions_OfNoOrAHugeNumber_AreRefusedAtOnce(uint count, Errno expected) =>
        Assert.Equal(expected, _guest.Call("poll_oneoff", 1024, 1024, count, 1024));

    [Fact]
    public void Subscription_OfAnUnknownKind_ReturnsInvalid() =>
        Assert.Equal(Errno.Invalid, Poll([On(1, 3, 0)], out _));

    [Fact]
    public void Poll_AgainAndAgain_LeavesNoWaiterBehind()
    {
        for (var i = 0; i < 100; i++)
        {
            Poll([On(1, Read, 0), On(2, Write, 1), ClockAt(3, 1, 0)], out _);
        }

        Assert.Equal(0, _guest.Context.Poll.Poller.Count);
    }

    private static byte[] ClockAt(ulong userData, uint id, ulong timeout, ushort flags = 0)
    {
        var record = On(userData, Clock, id);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(24), timeout);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(40), flags);
        return record;
    }

    private static byte[] On(ulong userData, byte type, uint fd)
    {
        var record = new byte[48];
        BinaryPrimitives.WriteUInt64LittleEndian(record, userData);
        record[8] = type;
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(16), fd);
        return record;
    }

    private Errno Poll(byte[][] subscriptions, out List<Event> events)
    {
        var (input, _) = _guest.Bytes(subscriptions.SelectMany(s => s).ToArray());
        var output = _guest.Allocate(32 * subscriptions.Length);
        var count = _guest.Allocate(4);
        var errno = _guest.Call("poll_oneoff", input, output, (ulong)subscriptions.Length, count);
        events = [];
        for (uint i = 0; errno == Errno.Success && i < _guest.U32(count); i++)
        {
            var at = output + (i * 32);
            events.Add(new Event(
                _guest.U64(at), (Errno)(_guest.U32(at + 8) & 0xFFFF), _guest.Memory.Bytes[at + 10], _guest.U64(at + 16), _guest.U32(at + 24)));
        }

        return errno;
    }

    private sealed record Event(ulong UserData, Errno Error, byte Type, ulong Bytes, uint Flags);
}
