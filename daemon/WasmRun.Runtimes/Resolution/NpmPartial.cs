using System.Globalization;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace WasmRun.Runtimes.Resolution;

/// <summary>
/// A version of which parts may be missing: <c>1</c>, <c>1.2.x</c>, <c>v1.2.3-beta.1</c>. A null part, and all
/// behind it, stands for any number.
/// </summary>
internal readonly partial record struct NpmPartial(int? Major, int? Minor, int? Patch, string Prerelease)
{
    public static bool TryParse(string text, out NpmPartial partial)
    {
        partial = default;
        var match = Pattern().Match(text);
        if (!match.Success
            || !TryPart(match.Groups[1], out var major)
            || !TryPart(match.Groups[2], out var minor)
            || !TryPart(match.Groups[3], out var patch))
        {
            return false;
        }

        minor = major is null ? null : minor;
        patch = minor is null ? null : patch;
        partial = new NpmPartial(major, minor, patch, patch is null ? "" : match.Groups[4].Value);
        return true;
    }

    /// <summary>This version, with zeros for what is missing.</summary>
    public NuGetVersion Floor => Create(Major ?? 0, Minor ?? 0, Patch ?? 0, Prerelease);

    /// <summary>
    /// The first version behind everything that starts like this one, with the lowest prerelease, as npm writes
    /// upper bounds: none of 2.0.0's prereleases belongs to 1.x.
    /// </summary>
    public NuGetVersion End => Minor is null ? Create(Major!.Value + 1, 0, 0, "0") : Create(Major!.Value, Minor.Value + 1, 0, "0");

    public static NuGetVersion Create(int major, int minor, int patch, string prerelease) =>
        new(major, minor, patch, prerelease.Length == 0 ? null : prerelease.Split('.'), null);

    private static bool TryPart(Group group, out int? number)
    {
        number = null;
        if (!group.Success || group.Value is "x" or "X" or "*")
        {
            return true;
        }

        var parsed = int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < int.MaxValue;
        number = value;
        return parsed;
    }

    // A number has no leading zero, a numeric prerelease neither; build metadata doesn't count.
    private const string Part = @"(0|[1-9]\d*|[xX*])";
    private const string Label = @"(?:0|[1-9]\d*|\d*[a-zA-Z-][a-zA-Z0-9-]*)";

    [GeneratedRegex($@"^[v=\s]*{Part}(?:\.{Part}(?:\.{Part}(?:-({Label}(?:\.{Label})*))?(?:\+[0-9A-Za-z.-]+)?)?)?$")]
    private static partial Regex Pattern();
}
