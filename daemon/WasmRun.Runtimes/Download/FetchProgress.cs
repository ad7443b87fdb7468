namespace WasmRun.Runtimes;

public enum FetchPhase
{
    /// <summary>Another wasmrun is fetching the same artifact; its result will be used.</summary>
    Waiting,

    /// <summary>The registry is asked where the package is.</summary>
    Resolving,

    Downloading,

    /// <summary>The wanted files are taken out and checked.</summary>
    Unpacking,

    Done,
}

/// <param name="Runtime">What is fetched; may be a component of what was asked for.</param>
/// <param name="Phase">What goes on.</param>
/// <param name="Bytes">Done so far, in bytes of the phase.</param>
/// <param name="Total">Of the phase, in bytes; 0 when it isn't counted.</param>
public readonly record struct FetchProgress(RuntimeId Runtime, FetchPhase Phase, long Bytes, long Total);
