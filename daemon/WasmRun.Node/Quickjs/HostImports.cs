using System.Security.Cryptography;
using WasmRun.Engine;
using WasmRun.Engine.Native;
using WasmRun.Kernel;

namespace WasmRun.Node.Quickjs;

/// <summary>
/// What quickjs.wasm imports: six functions of its own and six of WASI. Most stay unused, for host functions, promise
/// rejections and interruption go shorter ways (function table, epoch).
/// </summary>
internal static unsafe class HostImports
{
    private const string Wasi = "wasi_snapshot_preview1";

    public static HostFunctions Define()
    {
        var functions = new HostFunctions();
        functions.Define("env", "host_get_timezone_offset", "i32 i32 -> i32", &TimeZoneOffset);
        functions.Define("env", "host_interrupt", "-> i32", &Zero);
        functions.Define("env", "host_promise_rejection", "i32 i32 i32 ->", &Nothing);
        functions.Define("env", "host_module_normalize", "i32 i32 -> i32", &NormalizeModule);
        functions.Define("env", "host_module_load", "i32 i32 -> i32", &LoadModule);
        functions.Define("env", "host_call", "i32 i32 i32 i32 i32 -> i32", &Zero);
        functions.Define(Wasi, "clock_time_get", "i32 i64 i32 -> i32", &ClockTimeGet);
        functions.Define(Wasi, "fd_close", "i32 -> i32", &BadFile);
        functions.Define(Wasi, "fd_fdstat_get", "i32 i32 -> i32", &BadFile);
        functions.Define(Wasi, "fd_seek", "i32 i64 i32 i32 -> i32", &BadFile);
        functions.Define(Wasi, "fd_write", "i32 i32 i32 i32 -> i32", &BadFile);
        functions.Define(Wasi, "random_get", "i32 i32 -> i32", &RandomGet);
        return functions;
    }

    private static void Zero(GuestInstance guest, ValRaw* values) => values[0].I32 = 0;

    private static void Nothing(GuestInstance guest, ValRaw* values)
    {
    }

    private static void BadFile(GuestInstance guest, ValRaw* values) => values[0].I32 = (int)Errno.BadFile;

    /// <summary>Minutes to add to local time to get UTC, at a time in milliseconds since 1970 given in two halves.</summary>
    private static void TimeZoneOffset(GuestInstance guest, ValRaw* values)
    {
        var milliseconds = (long)values[0].I32 << 32 | values[1].U32;
        var zone = QuickjsEngine.Of(guest).TimeZone;
        var limit = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - TimeSpan.MillisecondsPerDay;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, -limit / 5, limit));
        values[0].I32 = -(int)zone.GetUtcOffset(instant).TotalMinutes;
    }

    /// <summary>
    /// Every static import first resolves to one empty module; the real ones are put in its place when Node links the
    /// module (Bindings/ModuleWrapBinding.cs).
    /// </summary>
    private static void NormalizeModule(GuestInstance guest, ValRaw* values) =>
        values[0].U32 = NewCString(guest, "wasmrun:unlinked"u8);

    private static void LoadModule(GuestInstance guest, ValRaw* values)
    {
        var js = QuickjsEngine.Of(guest);
        js.WriteUInt32(values[1].U32, 0);
        values[0].U32 = NewCString(guest, ""u8);
    }

    private static void ClockTimeGet(GuestInstance guest, ValRaw* values)
    {
        const int Realtime = 0;
        var js = QuickjsEngine.Of(guest);
        var time = values[0].I32 == Realtime ? js.Clock.RealtimeNanoseconds : js.Clock.MonotonicNanoseconds;
        js.WriteUInt64(values[2].U32, (ulong)time);
        values[0].I32 = 0;
    }

    private static void RandomGet(GuestInstance guest, ValRaw* values)
    {
        RandomNumberGenerator.Fill(QuickjsEngine.Of(guest).Slice(values[0].U32, values[1].U32));
        values[0].I32 = 0;
    }

    private static uint NewCString(GuestInstance guest, ReadOnlySpan<byte> text)
    {
        var js = QuickjsEngine.Of(guest);
        var address = js.Malloc((uint)text.Length + 1);
        var bytes = js.Slice(address, (uint)text.Length + 1);
        text.CopyTo(bytes);
        bytes[^1] = 0;
        return address;
    }
}
