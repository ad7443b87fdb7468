using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Waiting for clocks and descriptors at once.</summary>
internal static class Poll
{
    public static Errno OneOff(SyscallContext context, SyscallArguments arguments)
    {
        var count = arguments.U32(2);

        // Two events for each descriptor and a clock are all that a program can sensibly wait for.
        if (count == 0 || count > (2L * context.Process.Limits.OpenFiles) + 1)
        {
            return Errno.Invalid;
        }

        var memory = context.Memory;
        if (!memory.TrySlice(arguments.U32(0), count * Subscription.Size, out var subscriptions)
            || !memory.TrySlice(arguments.U32(1), count * EventRecord.Size, out _)
            || !memory.TrySlice(arguments.U32(3), sizeof(uint), out _))
        {
            return Errno.Fault;
        }

        var scratch = context.Poll;
        var entries = scratch.Take((int)count);
        try
        {
            var errno = Prepare(context, subscriptions, entries, out var deadline);
            if (errno == Errno.Success)
            {
                errno = scratch.Poller.Wait(deadline);
            }

            if (errno is not (Errno.Success or Errno.TimedOut))
            {
                return errno;
            }

            // The memory is asked for anew: the call may have waited.
            return memory.TrySlice(arguments.U32(1), count * EventRecord.Size, out var events)
                ? memory.WriteU32(arguments.U32(3), Report(context, entries, events))
                : Errno.Fault;
        }
        finally
        {
            scratch.Release();
        }
    }

    /// <summary>Reads all subscriptions before any event is written, for the two may overlap, and begins to watch the files.</summary>
    /// <param name="deadline">When the first clock is due; 0 when there is something to report already.</param>
    private static Errno Prepare(SyscallContext context, ReadOnlySpan<byte> subscriptions, Span<PollEntry> entries, out long deadline)
    {
        deadline = ThreadWaiter.Forever;
        for (var i = 0; i < entries.Length; i++)
        {
            ref var entry = ref entries[i];
            entry = new PollEntry { Subscription = Subscription.Read(subscriptions[(i * Subscription.Size)..]) };
            switch (entry.Subscription.Type)
            {
                case EventType.Clock:
                    entry.Error = ReadDeadline(context.Process.Machine.Clock, entry.Subscription, out entry.Deadline);
                    deadline = Earlier(deadline, entry.Deadline);
                    break;
                case EventType.FdRead:
                case EventType.FdWrite:
                    entry.Error = Watch(context, ref entry);
                    break;
                default:
                    return Errno.Invalid;
            }

            if (entry.Error != Errno.Success)
            {
                deadline = 0;
            }
        }

        return Errno.Success;
    }

    private static Errno Watch(SyscallContext context, ref PollEntry entry)
    {
        var isRead = entry.Subscription.Type == EventType.FdRead;
        var errno = context.Find(entry.Subscription.Descriptor, Rights.PollFdReadWrite, out var descriptor);
        if (errno == Errno.Success)
        {
            var wanted = isRead ? PollEvents.Readable : PollEvents.Writable;
            entry.Registration = context.Poll.Watch(descriptor.File, wanted | PollEvents.HangUp);
        }

        return errno;
    }

    /// <summary>Turns a clock subscription into a time on the monotonic clock; one that has passed stays a time of the past.</summary>
    private static Errno ReadDeadline(IClock clock, in Subscription subscription, out long deadline)
    {
        deadline = 0;
        if (subscription.ClockId is not (Clock.Realtime or Clock.Monotonic))
        {
            return subscription.ClockId <= Clock.ThreadCpuTime ? Errno.NotSupported : Errno.Invalid;
        }

        if ((subscription.ClockFlags & ~Subscription.AbsoluteTime) != 0)
        {
            return Errno.Invalid;
        }

        var now = clock.MonotonicNanoseconds;
        var timeout = (Int128)subscription.Timeout;
        if ((subscription.ClockFlags & Subscription.AbsoluteTime) != 0)
        {
            timeout -= subscription.ClockId == Clock.Realtime ? clock.RealtimeNanoseconds : now;
        }

        deadline = (long)Int128.Clamp(now + timeout, 0, long.MaxValue);
        return Errno.Success;
    }

    private static long Earlier(long one, long other) => one == ThreadWaiter.Forever ? other : Math.Min(one, other);

    /// <summary>Writes an event for each subscription that is due, ready or in error, in their order.</summary>
    private static uint Report(SyscallContext context, ReadOnlySpan<PollEntry> entries, Span<byte> events)
    {
        var now = context.Process.Machine.Clock.MonotonicNanoseconds;
        var count = 0;
        foreach (ref readonly var entry in entries)
        {
            ulong bytes = 0;
            ushort flags = 0;
            if (entry.Registration is { } registration)
            {
                if (registration.Ready == PollEvents.None)
                {
                    continue;
                }

                bytes = entry.Subscription.Type == EventType.FdRead ? registration.File!.BytesAvailable : 0;
                flags = (registration.Ready & PollEvents.HangUp) != 0 ? EventRecord.HangUp : (ushort)0;
            }
            else if (entry.Error == Errno.Success && entry.Deadline > now)
            {
                continue;
            }

            EventRecord.Write(events[(count * EventRecord.Size)..], entry.Subscription, entry.Error, bytes, flags);
            count++;
        }

        return (uint)count;
    }
}
