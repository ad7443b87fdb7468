using WasmRun.Kernel.Processes;

namespace WasmRun.Engine.Tests;

public sealed class WasiCommandsTests
{
    private const string Imports = """
        (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
        (memory (export "memory") 1)
        """;

    [Fact]
    public async Task Program_WritesAndReturns_WithStatusZero()
    {
        using var program = new WasiProgram($"""
            (module {Imports}
              (data (i32.const 16) "hello\n")
              (data (i32.const 0) "\10\00\00\00\06\00\00\00")
              (func (export "_start") (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
            """);
        Assert.Equal(ExitStatus.FromCode(0), await program.Run());
        Assert.Equal("hello\n", program.Output());
    }

    [Fact]
    public async Task Program_SeesItsArguments()
    {
        using var program = new WasiProgram($"""
            (module {Imports}
              (data (i32.const 0) "\80\00\00\00\0b\00\00\00")
              (func (export "_start")
                (drop (call $args_get (i32.const 64) (i32.const 128)))
                (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
            """, ["prog", "a b"]);
        await program.Run();
        Assert.Equal("prog\0a b\0\0\0", program.Output());
    }

    [Fact]
    public async Task Exit_FromDeepInside_EndsWithItsCode_AndRunsNothingMore()
    {
        using var program = new WasiProgram($"""
            (module {Imports}
              (func $deep (param i32)
                (if (i32.eqz (local.get 0)) (then (call $proc_exit (i32.const 300))))
                (call $deep (i32.sub (local.get 0) (i32.const 1)))
                (unreachable))
              (func (export "_start") (call $deep (i32.const 1000))))
            """);
        Assert.Equal(ExitStatus.FromCode(300 & 0xFF), await program.Run());
        Assert.Equal("", program.Output());
    }

    [Fact]
    public async Task Trap_IsToldOnStderrWithThePid_AndEndsAsByAbort()
    {
        using var program = new WasiProgram($"""(module {Imports} (func $main (export "_start") (unreachable)))""");
        Assert.Equal(ExitStatus.FromSignal(Signal.Abort), await program.Run());
        Assert.Contains($"(pid {program.Process.Pid})", program.Output(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Module_ThatImportsWhatIsNotThere_IsRefusedByName()
    {
        using var program = new WasiProgram("""
            (module (import "wasi_snapshot_preview1" "fd_teleport" (func)) (memory (export "memory") 1) (func (export "_start")))
            """);
        Assert.Equal(126, (await program.Run()).Code);
        Assert.Contains("fd_teleport", program.Output(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Module_WithoutMemory_GetsFaultsInsteadOfCrashes()
    {
        using var program = new WasiProgram("""
            (module
              (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
              (func (export "_start") (call $proc_exit (call $args_get (i32.const 0) (i32.const 0)))))
            """);
        Assert.Equal(21, (await program.Run()).Code); // EFAULT
    }

    [Fact]
    public async Task Read_AfterTheMemoryGrew_ReachesTheNewPages()
    {
        using var program = new WasiProgram($"""
            (module {Imports}
              (func (export "_start")
                (drop (memory.grow (i32.const 1)))
                (i32.store (i32.const 0) (i32.const 70000))
                (i32.store (i32.const 4) (i32.const 8))
                (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
                (call $proc_exit (i32.load8_u (i32.const 70000)))))
            """);
        program.Input.Write("A"u8, out _);
        Assert.Equal('A', (await program.Run()).Code);
    }

    [Fact]
    public async Task Kill_OfAProgramThatReads_EndsItByTheSignal()
    {
        using var program = new WasiProgram($"""
            (module {Imports}
              (func (export "_start")
                (i32.store (i32.const 4) (i32.const 8))
                (loop (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8))) (br 0))))
            """);
        var wait = program.Process.WaitAsync();
        program.Start();
        program.WaitUntil(ProcessState.Sleeping);
        program.Process.Send(Signal.Terminate);
        Assert.Equal(ExitStatus.FromSignal(Signal.Terminate), await wait.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("", program.Output());
    }

    [Fact]
    public async Task Kill_OfAProgramThatCallsInALoop_EndsIt()
    {
        using var program = new WasiProgram($"""
            (module {Imports}
              (func (export "_start") (loop (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 8))) (br 0))))
            """);
        var wait = program.Process.WaitAsync();
        program.Start();
        program.WaitUntil(ProcessState.Running);
        program.Process.Send(Signal.Kill);
        Assert.Equal(ExitStatus.FromSignal(Signal.Kill), await wait.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task CpuClock_OfABusyProgram_Advances()
    {
        using var program = new WasiProgram($"""
            (module {Imports}
              (func (export "_start") (local i32)
                (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 5000000))))
                (drop (call $clock_time_get (i32.const 2) (i64.const 0) (i32.const 8)))
                (call $proc_exit (i64.gt_u (i64.load (i32.const 8)) (i64.const 0)))))
            """);
        Assert.Equal(1, (await program.Run()).Code);
    }
}
