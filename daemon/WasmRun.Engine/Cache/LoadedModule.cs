namespace WasmRun.Engine;

/// <summary>What a caller of <see cref="ModuleCache"/> prefers: an early start or fast code.</summary>
public enum TierPolicy
{
    /// <summary>The best that is there; for a large module that is not there, the fast compiler now and the optimising one later.</summary>
    Auto,

    /// <summary>The optimising compiler, however long it takes.</summary>
    Optimized,

    /// <summary>The fast compiler, unless optimised code is there already; nothing is compiled later.</summary>
    Baseline,
}

/// <summary>Where a module's machine code came from.</summary>
public enum ModuleOrigin
{
    /// <summary>Loaded before by this process.</summary>
    Memory,

    /// <summary>Mapped from the cache folder.</summary>
    Cache,

    /// <summary>Compiled just now.</summary>
    Compiled,
}

/// <param name="Module">Owned by the cache: not to be disposed.</param>
/// <param name="Origin">Where its code came from.</param>
public sealed record LoadedModule(WasmModule Module, ModuleOrigin Origin);
