using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;

namespace WasmRun.Wasi;

/// <summary>The times that a <c>set_times</c> call asks for.</summary>
internal static class FileTimes
{
    /// <summary>Turns times and flags into what the kernel sets; null leaves a time as it is.</summary>
    /// <returns><see cref="Errno.Invalid"/> for unknown flags, for a value together with "now", and for times beyond the year 2262.</returns>
    public static Errno Parse(IClock clock, ulong accessTime, ulong modifyTime, uint flags, out long? access, out long? modify)
    {
        access = modify = null;
        var set = (FstFlags)flags;
        if ((flags & ~(uint)FstFlags.All) != 0
            || (set & (FstFlags.AccessTime | FstFlags.AccessTimeNow)) == (FstFlags.AccessTime | FstFlags.AccessTimeNow)
            || (set & (FstFlags.ModifyTime | FstFlags.ModifyTimeNow)) == (FstFlags.ModifyTime | FstFlags.ModifyTimeNow))
        {
            return Errno.Invalid;
        }

        if (((set & FstFlags.AccessTime) != 0 && accessTime > long.MaxValue)
            || ((set & FstFlags.ModifyTime) != 0 && modifyTime > long.MaxValue))
        {
            return Errno.Invalid;
        }

        var now = clock.RealtimeNanoseconds;
        access = (set & FstFlags.AccessTime) != 0 ? (long)accessTime : (set & FstFlags.AccessTimeNow) != 0 ? now : null;
        modify = (set & FstFlags.ModifyTime) != 0 ? (long)modifyTime : (set & FstFlags.ModifyTimeNow) != 0 ? now : null;
        return Errno.Success;
    }
}
