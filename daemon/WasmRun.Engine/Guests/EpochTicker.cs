namespace WasmRun.Engine;

/// <summary>
/// Advances the epoch of every engine once a millisecond while any guest runs WebAssembly, and sleeps without a timer
/// while none does: an idle server costs no wake-ups.
/// </summary>
/// <remarks>
/// No host call announces itself to the ticker. Instead a running guest answers a tick through its epoch callback, and
/// after <see cref="QuietTicks"/> unanswered ticks the ticker parks, leaving the epoch one past the deadline of every
/// guest it knows. A guest that comes back from a blocking call therefore takes its callback at the first check, and
/// that callback wakes the ticker. <see cref="NoteActivity"/> and <see cref="TryPark"/> each write their own flag, then
/// read the other's, so that one of the two always sees the other.
/// </remarks>
internal static class EpochTicker
{
    /// <summary>Unanswered ticks before parking: long enough that a guest between two short host calls keeps it alive.</summary>
    public const int QuietTicks = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1);
    private static readonly AutoResetEvent Wake = new(false);

    /// <summary>Guards <see cref="Engines"/>, and keeps a disposed engine's handle from being ticked.</summary>
    private static readonly Lock EnginesLock = new();
    private static readonly List<WasmEngine> Engines = [];

    private static bool _active;
    private static bool _parked = true;
    private static bool _started;

    /// <summary>Whether the ticker sleeps until a guest runs again.</summary>
    public static bool IsParked => Volatile.Read(ref _parked);

    public static void Add(WasmEngine engine)
    {
        lock (EnginesLock)
        {
            Engines.Add(engine);
            if (!_started)
            {
                _started = true;
                new Thread(Run) { Name = "wasmrun epochs", IsBackground = true }.Start();
            }
        }
    }

    public static void Remove(WasmEngine engine)
    {
        lock (EnginesLock)
        {
            Engines.Remove(engine);
        }
    }

    /// <summary>A guest is running WebAssembly now.</summary>
    public static void NoteActivity()
    {
        Volatile.Write(ref _active, true);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _parked))
        {
            Wake.Set();
        }
    }

    private static void Run()
    {
        var quiet = QuietTicks;
        while (true)
        {
            if (quiet >= QuietTicks && TryPark())
            {
                Wake.WaitOne();
                Volatile.Write(ref _parked, false);
                quiet = 0;
            }

            Thread.Sleep(Interval);
            quiet = Volatile.Read(ref _active) ? 0 : quiet + 1;
            Volatile.Write(ref _active, false);
            Tick();
        }
    }

    private static bool TryPark()
    {
        Volatile.Write(ref _parked, true);
        Interlocked.MemoryBarrier();
        Tick();
        if (!Volatile.Read(ref _active))
        {
            return true;
        }

        Volatile.Write(ref _parked, false);
        return false;
    }

    private static void Tick()
    {
        lock (EnginesLock)
        {
            foreach (var engine in Engines)
            {
                engine.IncrementEpoch();
            }
        }
    }
}
