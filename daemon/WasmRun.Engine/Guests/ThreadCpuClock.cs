using System.Runtime.InteropServices;

namespace WasmRun.Engine;

/// <summary>CPU time of the calling thread, user and kernel.</summary>
internal static partial class ThreadCpuClock
{
    // <time.h> of Linux and of macOS.
    private const int LinuxThreadCpuTime = 3;
    private const int DarwinThreadCpuTime = 16;

    public static unsafe TimeSpan Now()
    {
        if (OperatingSystem.IsWindows())
        {
            long created, exited, kernel, user;
            return GetThreadTimes(GetCurrentThread(), &created, &exited, &kernel, &user) != 0
                ? TimeSpan.FromTicks(kernel + user)
                : TimeSpan.Zero;
        }

        var time = stackalloc long[2];
        return clock_gettime(OperatingSystem.IsMacOS() ? DarwinThreadCpuTime : LinuxThreadCpuTime, time) == 0
            ? TimeSpan.FromTicks((time[0] * TimeSpan.TicksPerSecond) + (time[1] / TimeSpan.NanosecondsPerTick))
            : TimeSpan.Zero;
    }

    [LibraryImport("libc")]
    [SuppressGCTransition]
    private static unsafe partial int clock_gettime(int clock, long* time);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentThread();

    [LibraryImport("kernel32")]
    private static unsafe partial int GetThreadTimes(nint thread, long* created, long* exited, long* kernel, long* user);
}
