using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Wasi.Tests;

/// <summary>Random calls with random arguments over random memory: whatever comes back, nothing of ours may throw or hang.</summary>
public sealed class HostileGuestTests
{
    private const int Calls = 20_000;
    private const long DiskBytes = 8 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryCall_WithRandomArguments_AnswersWithAnErrno(int seed)
    {
        var random = new System.Random(seed);
        var guest = new WasiGuest(root: new MemoryFileSystem(SystemClock.Instance, DiskBytes));
        guest.CreateFile("a", "some text");
        guest.OnPath("path_create_directory", "b");
        guest.Preopen("/b", "b");

        // A process that must end never waits, so that no random poll or read can hang the test.
        guest.Process.Send(Signal.Kill);
        random.NextBytes(guest.Memory.Bytes);
        "a/b/../c\0ab/"u8.CopyTo(guest.Memory.Bytes.AsSpan(64));

        for (var i = 0; i < Calls; i++)
        {
            var syscall = SyscallTable.Rows[random.Next(SyscallTable.Rows.Count)];
            var arguments = new ulong[syscall.Parameters.Sum(parameter => parameter.Width)];
            for (var j = 0; j < arguments.Length; j++)
            {
                arguments[j] = Interesting(random);
            }

            var errno = guest.Call(syscall.Name, arguments);
            Assert.True(Enum.IsDefined(errno), $"seed {seed}, call {i}: {syscall}({string.Join(", ", arguments)}) = {errno}");
        }
    }

    private static ulong Interesting(System.Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => (ulong)random.Next(8),
        2 => 64 + (ulong)random.Next(12),
        3 => (ulong)random.Next(4096),
        4 => (ulong)random.Next(256 * 1024) & ~7UL,
        5 => (256 * 1024) - (ulong)random.Next(16),
        6 => uint.MaxValue - (ulong)random.Next(16),
        _ => (ulong)random.NextInt64(),
    };
}
