namespace WasmRun.Runtimes.Resolution;

public enum ResolutionKind
{
    /// <summary>The chosen version is what was asked for, or nothing was asked for.</summary>
    Satisfied,

    /// <summary>A pinned version isn't in the catalogue; another one of the same line is used in its place.</summary>
    StandIn,

    /// <summary>Nothing in the catalogue fits.</summary>
    Nothing,
}

/// <summary>A request that was looked at.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Note">What became of it, as half a sentence: <c>decides</c>, <c>isn't understood</c>, …</param>
public sealed record ConsideredRequest(RequestOrigin Origin, string Note);

/// <summary>Which version a project gets, and why.</summary>
public sealed record VersionResolution
{
    public required string Runtime { get; init; }

    public required ResolutionKind Kind { get; init; }

    /// <summary>Null exactly when <see cref="Kind"/> is <see cref="ResolutionKind.Nothing"/>.</summary>
    public RuntimeRelease? Chosen { get; init; }

    /// <summary>The request that decided; null when the project has none.</summary>
    public RequestOrigin? DecidedBy { get; init; }

    /// <summary>All requests that were found, the deciding one among them, in the order in which they count.</summary>
    public required IReadOnlyList<ConsideredRequest> Considered { get; init; }

    /// <summary>One sentence for the user.</summary>
    public required string Reason { get; init; }

    /// <summary>When nothing fits: the version of the catalogue that is nearest to what was asked for.</summary>
    public RuntimeRelease? Nearest { get; init; }

    /// <summary>What to do when nothing fits; empty otherwise.</summary>
    public string Hint { get; init; } = "";

    /// <exception cref="RuntimeException"><see cref="RuntimeErrorCode.NoVersionFits"/></exception>
    public RuntimeRelease Require() => Chosen ?? throw new RuntimeException(RuntimeErrorCode.NoVersionFits, Reason, Hint);
}
