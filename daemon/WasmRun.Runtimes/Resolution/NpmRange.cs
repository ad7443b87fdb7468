using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace WasmRun.Runtimes.Resolution;

/// <summary>
/// A version range as npm writes it, https://github.com/npm/node-semver#ranges: comparators, <c>~</c>, <c>^</c>,
/// x-ranges, hyphen ranges, <c>||</c>. It becomes a set of NuGet.Versioning ranges of which one must hold; npm's
/// special rule for prereleases, which NuGet has no notion of, is kept beside each.
/// </summary>
public sealed partial class NpmRange
{
    private readonly IReadOnlyList<Alternative> _alternatives;

    private NpmRange(string text, IReadOnlyList<Alternative> alternatives)
    {
        Text = text;
        _alternatives = alternatives;
    }

    public string Text { get; }

    /// <summary>The ranges of which one must hold.</summary>
    public IEnumerable<VersionRange> Ranges => _alternatives.Select(alternative => alternative.Range);

    /// <returns>False when npm, too, calls the text no range.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out NpmRange? range)
    {
        ArgumentNullException.ThrowIfNull(text);
        range = null;
        var alternatives = new List<Alternative>();
        foreach (var part in text.Split("||"))
        {
            if (ParseAlternative(part.Trim()) is not { } alternative)
            {
                return false;
            }

            alternatives.Add(alternative);
        }

        range = new NpmRange(text.Trim(), alternatives);
        return true;
    }

    public bool Satisfies(NuGetVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _alternatives.Any(alternative => alternative.Satisfies(version));
    }

    private static Alternative? ParseAlternative(string text)
    {
        if (Hyphen().Match(text) is { Success: true } hyphen)
        {
            return NpmPartial.TryParse(hyphen.Groups[1].Value, out var from) && NpmPartial.TryParse(hyphen.Groups[2].Value, out var to)
                ? Combine([.. NpmComparator.AtLeast(from), .. NpmComparator.UpTo(to)])
                : null;
        }

        var comparators = new List<NpmComparator>();
        foreach (var word in OperatorGap().Replace(text, "$1").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Word().Match(word);
            var (op, operand) = (match.Groups[1].Value, match.Groups[2].Value);
            if (!NpmPartial.TryParse(operand, out var partial))
            {
                return null;
            }

            // npm reads "==1.2" but not "==1.2.3": it takes further signs only where it rewrites the comparator.
            if (partial.Patch is not null && op is not ("^" or "~" or "~>") && HasFurtherSigns(operand))
            {
                return null;
            }

            comparators.AddRange(NpmComparator.Expand(op, partial));
        }

        return Combine(comparators);
    }

    private static bool HasFurtherSigns(string operand) => operand[0] == 'v' ? operand[1] is 'v' or '=' : operand[0] == '=';

    private static Alternative Combine(List<NpmComparator> comparators)
    {
        NpmComparator? lower = null;
        NpmComparator? upper = null;
        foreach (var comparator in comparators)
        {
            if (comparator.IsLower && (lower is null || comparator.IsTighterThan(lower)))
            {
                lower = comparator;
            }
            else if (!comparator.IsLower && (upper is null || comparator.IsTighterThan(upper)))
            {
                upper = comparator;
            }
        }

        var range = new VersionRange(lower?.Version, lower?.IsInclusive ?? true, upper?.Version, upper?.IsInclusive ?? false);
        return new Alternative(range, [.. comparators.Select(c => c.Version).Where(v => v.IsPrerelease)]);
    }

    [GeneratedRegex(@"^(\S+)\s+-\s+(\S+)$")]
    private static partial Regex Hyphen();

    // "> 1.2" is ">1.2"; "v" and "=" before a number may stand apart, too.
    [GeneratedRegex(@"(~>|[<>]=?|[~^=])\s+")]
    private static partial Regex OperatorGap();

    [GeneratedRegex(@"^(~>?|\^|[<>]?=?)(.*)$")]
    private static partial Regex Word();

    /// <param name="Range">What must hold.</param>
    /// <param name="Prereleases">
    /// The prereleases the text names: one of 1.2.3 admits prereleases of 1.2.3, and of nothing else.
    /// </param>
    private sealed record Alternative(VersionRange Range, IReadOnlyList<NuGetVersion> Prereleases)
    {
        public bool Satisfies(NuGetVersion version) =>
            Range.Satisfies(version, VersionComparison.VersionRelease)
            && (!version.IsPrerelease || Prereleases.Any(named => named.Version == version.Version));
    }
}
