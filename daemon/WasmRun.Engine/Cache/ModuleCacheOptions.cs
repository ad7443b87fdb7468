namespace WasmRun.Engine;

/// <summary>How a <see cref="ModuleCache"/> works.</summary>
public sealed record ModuleCacheOptions
{
    /// <summary>Folder for compiled code; made if missing, private to the user.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes of WebAssembly from which <see cref="TierPolicy.Auto"/> compiles with the fast compiler first.</summary>
    public int BaselineThreshold { get; init; } = 256 << 10;

    /// <summary>How long optimising in the background waits, so that the guest it is for gets up first.</summary>
    public TimeSpan BackgroundDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told before each compilation: module name and compiler.</summary>
    public Action<string, CompileStrategy>? OnCompiling { get; init; }

    /// <summary>Told what a user may want to know about the cache itself: rebuilt, not writable.</summary>
    public Action<string>? OnWarning { get; init; }
}
