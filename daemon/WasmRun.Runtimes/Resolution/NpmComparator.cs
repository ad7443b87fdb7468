using NuGet.Versioning;

namespace WasmRun.Runtimes.Resolution;

/// <summary>One bound: a lower or an upper one, with or without the version itself.</summary>
internal sealed record NpmComparator(bool IsLower, bool IsInclusive, NuGetVersion Version)
{
    /// <summary>No version is below 0.0.0-0.</summary>
    private static NpmComparator Nothing => Below(NpmPartial.Create(0, 0, 0, "0"));

    public bool IsTighterThan(NpmComparator other)
    {
        var order = VersionComparer.VersionRelease.Compare(Version, other.Version);
        return order == 0 ? !IsInclusive : IsLower ? order > 0 : order < 0;
    }

    /// <summary>What an operator before a partial version means; empty when everything satisfies it.</summary>
    public static IReadOnlyList<NpmComparator> Expand(string op, NpmPartial v) => op switch
    {
        _ when v.Major is null => op is "<" or ">" ? [Nothing] : [],
        "^" => [From(v.Floor), Below(CaretEnd(v))],
        "~" or "~>" => [From(v.Floor), Below(v.End)],
        ">=" => [From(v.Floor)],
        "<" => [Below(v.Patch is null ? NpmPartial.Create(v.Major.Value, v.Minor ?? 0, 0, "0") : v.Floor)],
        ">" when v.Patch is null => [From(Finished(v.End))],
        ">" => [new(IsLower: true, IsInclusive: false, v.Floor)],
        "<=" => UpTo(v),
        _ when v.Patch is null => [From(v.Floor), Below(v.End)],
        _ => [From(v.Floor), new(IsLower: false, IsInclusive: true, v.Floor)],
    };

    /// <summary>The left side of a hyphen range.</summary>
    public static IReadOnlyList<NpmComparator> AtLeast(NpmPartial v) => v.Major is null ? [] : [From(v.Floor)];

    /// <summary>The right side of a hyphen range, and <c>&lt;=</c>.</summary>
    public static IReadOnlyList<NpmComparator> UpTo(NpmPartial v) =>
        v.Major is null ? [] : v.Patch is null ? [Below(v.End)] : [new(IsLower: false, IsInclusive: true, v.Floor)];

    private static NpmComparator From(NuGetVersion version) => new(IsLower: true, IsInclusive: true, version);

    private static NpmComparator Below(NuGetVersion version) => new(IsLower: false, IsInclusive: false, version);

    /// <summary>Nothing left of the first number that isn't zero may change.</summary>
    private static NuGetVersion CaretEnd(NpmPartial v) => v switch
    {
        { Major: > 0 } or { Minor: null } => NpmPartial.Create(v.Major!.Value + 1, 0, 0, "0"),
        { Minor: > 0 } or { Patch: null } => NpmPartial.Create(0, v.Minor.Value + 1, 0, "0"),
        _ => NpmPartial.Create(0, 0, v.Patch.Value + 1, "0"),
    };

    private static NuGetVersion Finished(NuGetVersion version) => NpmPartial.Create(version.Major, version.Minor, version.Patch, "");
}
