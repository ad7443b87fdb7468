using NuGet.Versioning;

namespace WasmRun.Runtimes.Resolution;

/// <summary>Where a request for a version was found.</summary>
/// <param name="File">From the project's root; <c>--runtime</c> for the command line.</param>
/// <param name="Key">The setting inside the file, such as <c>engines.node</c>; empty when the file is the request.</param>
/// <param name="Text">As it stands there.</param>
public sealed record RequestOrigin(string File, string Key, string Text)
{
    public override string ToString() => Key.Length == 0 ? $"{File}: “{Text}”" : $"{File}, {Key}: “{Text}”";
}

/// <summary>A request that is understood: which catalogue entries satisfy it.</summary>
internal abstract record VersionRequest
{
    /// <param name="release">An entry.</param>
    /// <param name="all">All of its runtime, newest first.</param>
    public abstract bool IsSatisfiedBy(RuntimeRelease release, IReadOnlyList<RuntimeRelease> all);

    /// <summary>
    /// Whether the newest version is wanted even where a line with long-term support would satisfy, too.
    /// </summary>
    public virtual bool WantsNewest => false;

    /// <summary>
    /// The one version that a pin names, for which another of its line can stand in; null for everything wider.
    /// </summary>
    public virtual NuGetVersion? Pinned => null;

    protected static NuGetVersion VersionOf(RuntimeRelease release) => NuGetVersion.Parse(release.Version);
}

/// <summary>An npm range; a complete version is a pin.</summary>
internal sealed record NpmRangeRequest(NpmRange Range) : VersionRequest
{
    public override bool IsSatisfiedBy(RuntimeRelease release, IReadOnlyList<RuntimeRelease> all) => Range.Satisfies(VersionOf(release));

    public override NuGetVersion? Pinned =>
        NpmPartial.TryParse(Range.Text, out var partial) && partial.Patch is not null ? partial.Floor : null;
}

/// <summary>PEP 440 specifiers, all of which must hold, or alternatives of such.</summary>
internal sealed record Pep440Request(IReadOnlyList<Pep440Specifiers> Alternatives, NuGetVersion? Pin) : VersionRequest
{
    public override NuGetVersion? Pinned => Pin;

    public override bool IsSatisfiedBy(RuntimeRelease release, IReadOnlyList<RuntimeRelease> all) =>
        Pep440Version.TryParse(release.Version, out var version) && Alternatives.Any(alternative => alternative.Satisfies(version));
}

/// <summary><c>node</c>, <c>latest</c>, <c>current</c>, <c>stable</c>: the newest there is.</summary>
internal sealed record NewestRequest : VersionRequest
{
    public override bool WantsNewest => true;

    public override bool IsSatisfiedBy(RuntimeRelease release, IReadOnlyList<RuntimeRelease> all) => true;
}

/// <summary><c>lts/iron</c>: the line of that name.</summary>
internal sealed record LtsNameRequest(string Name) : VersionRequest
{
    public override bool IsSatisfiedBy(RuntimeRelease release, IReadOnlyList<RuntimeRelease> all) =>
        string.Equals(release.Line?.Lts, Name, StringComparison.OrdinalIgnoreCase);
}

/// <summary><c>lts/*</c> is the newest LTS line, <c>lts/-1</c> the one before it.</summary>
internal sealed record LtsRequest(int Back) : VersionRequest
{
    public override bool IsSatisfiedBy(RuntimeRelease release, IReadOnlyList<RuntimeRelease> all)
    {
        var lines = all.Where(r => r.Line?.Lts is not null).Select(r => r.Line!.Name).Distinct().ToList();
        return Back < lines.Count && release.Line?.Name == lines[Back];
    }
}
