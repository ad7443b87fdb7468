using System.Text.RegularExpressions;
using Snapshooter.Xunit;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi.Tests;

public sealed partial class TraceTests : ISyscallTrace
{
    private readonly List<string> _lines = [];

    [Fact]
    public void Trace_ShowsEachCallWithItsArgumentsAndItsResult()
    {
        var guest = new WasiGuest();
        guest.Call("sched_yield");
        guest.Process.Trace = this;

        guest.OnPath("path_create_directory", "dir");
        guest.Open("dir/a\n\"b\"", out var fd, OFlags.Create);
        guest.Write(fd, "text", out _);
        guest.Call("fd_seek", fd, unchecked((ulong)-2L), 2, guest.Allocate(8));
        guest.Read(fd, 10, out _);
        guest.Call("fd_close", fd);
        guest.Call("fd_close", fd);
        guest.OnPath("path_unlink_file", new string('x', 100));
        guest.Call("path_unlink_file", WasiGuest.Root, uint.MaxValue, 5);
        guest.Call("proc_exit", 3);
        guest.Process.Trace = null;
        guest.Call("sched_yield");

        Snapshot.Match(string.Join('\n', _lines));
    }

    void ISyscallTrace.OnSyscall(in SyscallRecord call) => _lines.Add(Variable().Replace(call.ToString(), "<time>"));

    [GeneratedRegex(@"<\d+\.\d{6}>")]
    private static partial Regex Variable();
}
