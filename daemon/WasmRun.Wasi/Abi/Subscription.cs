using System.Buffers.Binary;
using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>What a subscription waits for: preview1's <c>eventtype</c>.</summary>
internal enum EventType : byte
{
    Clock = 0,
    FdRead = 1,
    FdWrite = 2,
}

/// <summary>One thing that <c>poll_oneoff</c> waits for: preview1's <c>subscription</c>, 48 bytes.</summary>
internal readonly record struct Subscription(
    ulong UserData, EventType Type, uint Descriptor, uint ClockId, ulong Timeout, ushort ClockFlags)
{
    public const int Size = 48;

    /// <summary><c>subclockflags</c>: the timeout is a time, not a distance.</summary>
    public const ushort AbsoluteTime = 1;

    public static Subscription Read(ReadOnlySpan<byte> record) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(record),
        (EventType)record[8],
        BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(record[24..]),
        BinaryPrimitives.ReadUInt16LittleEndian(record[40..]));
}

/// <summary>What <c>poll_oneoff</c> reports: preview1's <c>event</c>, 32 bytes.</summary>
internal static class EventRecord
{
    public const int Size = 32;

    /// <summary><c>eventrwflags</c>: the other end is closed.</summary>
    public const ushort HangUp = 1;

    public static void Write(Span<byte> record, in Subscription subscription, Errno error, ulong bytes, ushort flags)
    {
        record[..Size].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(record, subscription.UserData);
        BinaryPrimitives.WriteUInt16LittleEndian(record[8..], (ushort)error);
        record[10] = (byte)subscription.Type;
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(record[24..], flags);
    }
}
