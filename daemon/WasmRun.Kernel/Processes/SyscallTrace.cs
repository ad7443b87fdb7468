using System.Globalization;

namespace WasmRun.Kernel.Processes;

/// <summary>One system call of a traced process, as strace shows it.</summary>
/// <param name="Pid">Whose.</param>
/// <param name="Name">As the guest's interface calls it, for example <c>fd_read</c>.</param>
/// <param name="Arguments">Decoded, for example <c>fd=3, path="a.txt"</c>, results as <c>opened_fd=[4]</c>.</param>
/// <param name="Result">What it answered.</param>
/// <param name="DurationNanoseconds">How long it took, waiting included.</param>
public readonly record struct SyscallRecord(int Pid, string Name, string Arguments, Errno Result, long DurationNanoseconds)
{
    /// <summary>One line: <c>[7] fd_read(fd=0, iovs=1 buffers, nread=[5]) = 0 &lt;0.000012&gt;</c>; the duration in seconds.</summary>
    public override string ToString()
    {
        var result = Result == Errno.Success ? "0" : string.Create(CultureInfo.InvariantCulture, $"{(int)Result} {Result.PosixName()}");
        return string.Create(CultureInfo.InvariantCulture, $"[{Pid}] {Name}({Arguments}) = {result} <{DurationNanoseconds / 1e9:F6}>");
    }
}

/// <summary>Where the calls of a traced process go. Called on the process's thread: must be quick and must not throw.</summary>
public interface ISyscallTrace
{
    void OnSyscall(in SyscallRecord call);
}
