using System.Runtime.InteropServices;

namespace WasmRun.Engine;

/// <summary>Lowers the priority of the calling thread where .NET's own setting does nothing (Linux, macOS).</summary>
internal static partial class ThreadNice
{
    // <sys/resource.h>. On Linux PRIO_PROCESS with 0 means the calling thread: setpriority(2), "C library/kernel differences".
    private const int PrioProcess = 0;
    private const int LowestNice = 19;
    private const int PrioDarwinThread = 3;
    private const int PrioDarwinBackground = 0x1000;

    public static void LowerThisThread()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = setpriority(PrioProcess, 0, LowestNice);
        }
        else if (OperatingSystem.IsMacOS())
        {
            _ = setpriority(PrioDarwinThread, 0, PrioDarwinBackground);
        }
    }

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int priority);
}
