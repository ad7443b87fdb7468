using System.Diagnostics;
using System.Globalization;
using System.Text;
using WasmRun.Engine.Native;

// What crossing the boundary costs, in nanoseconds: run it as JIT (dotnet run -c Release) and published AOT.
namespace WasmRun.Engine.Bench;

internal static unsafe class Program
{
    private const int Calls = 5_000_000;

    private const string Guest = """
        (module
          (import "k" "nothing" (func $nothing))
          (import "k" "add" (func $add (param i32 i32 i32 i32) (result i32)))
          (import "k" "memory" (func $memory (param i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "id") (param i32) (result i32) (local.get 0))
          (func (export "empty") (param $n i32)
            (loop $l (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
          (func (export "nothing") (param $n i32)
            (loop $l (call $nothing) (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
          (func (export "add") (param $n i32)
            (loop $l (drop (call $add (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)))
              (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
          (func (export "memory_16") (param $n i32)
            (loop $l (drop (call $memory (i32.const 64) (i32.const 16)))
              (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
        """;

    private static void Main() => GuestThread.Start("bench", _ => Run()).Ended.GetAwaiter().GetResult();

    private static void Run()
    {
        using var engine = new WasmEngine(CompileStrategy.Cranelift);
        using var functions = new HostFunctions();
        functions.Define("k", "nothing", "->", &Nothing);
        functions.Define("k", "add", "i32 i32 i32 i32 -> i32", &Add);
        functions.Define("k", "memory", "i32 i32 -> i32", &Memory);
        using var module = WasmModule.Compile(engine, WasmText.ToBinary(Encoding.UTF8.GetBytes(Guest), "bench"), "bench");
        using var linked = functions.Link(module);
        using var guest = linked.Instantiate(new GuestOptions { Control = new Control() });

        foreach (var name in (string[])["empty", "nothing", "add", "memory_16"])
        {
            var function = guest.GetFunction(name);
            Report($"host call: {name}", Calls, () => function.Call(Calls));
        }

        var id = guest.GetFunction("id");
        Report("guest call: id(i32)", Calls / 5, () =>
        {
            for (var i = 0; i < Calls / 5; i++)
            {
                id.Call(i);
            }
        });
        Report("guest: instantiate and dispose", 2000, () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                linked.Instantiate().Dispose();
            }
        });
    }

    private static void Report(string what, int count, Action run)
    {
        var best = double.MaxValue;
        long allocated = 0;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-34} {best,10:F1} ns  {allocated / (double)count,6:F1} B"));
    }

    private static void Nothing(GuestInstance guest, ValRaw* values)
    {
    }

    private static void Add(GuestInstance guest, ValRaw* values) => values[0].I32 = values[0].I32 + values[3].I32;

    private static void Memory(GuestInstance guest, ValRaw* values) =>
        values[0].I32 = guest.TrySlice(values[0].U32, values[1].U32, out var slice) ? slice[15] : -1;

    private sealed class Control : IGuestControl
    {
        public int PendingKill => 0;

        public void OnEpoch()
        {
        }
    }
}
