using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace WasmRun.Runtimes.Resolution;

/// <summary>
/// A version by the rules of https://packaging.python.org/specifications/version-specifiers/ (PEP 440), with its
/// normalisations. Numbers have no upper bound there.
/// </summary>
internal sealed partial class Pep440Version : IComparable<Pep440Version>
{
    private readonly string _text;

    private Pep440Version(Match match)
    {
        _text = match.Value;
        Epoch = Number(match.Groups["epoch"]) ?? 0;
        Release = [.. match.Groups["release"].Value.Split('.').Select(part => BigInteger.Parse(part, CultureInfo.InvariantCulture))];
        Pre = match.Groups["pre_l"] is { Success: true } letter
            ? (Letter(letter.Value), Number(match.Groups["pre_n"]) ?? 0)
            : null;
        Post = match.Groups["post"].Success ? Number(match.Groups["post_n1"]) ?? Number(match.Groups["post_n2"]) ?? 0 : null;
        Dev = match.Groups["dev"].Success ? Number(match.Groups["dev_n"]) ?? 0 : null;
        Local = match.Groups["local"].Success ? match.Groups["local"].Value.ToUpperInvariant().Split('.', '-', '_') : [];
    }

    internal BigInteger Epoch { get; }

    internal IReadOnlyList<BigInteger> Release { get; }

    /// <summary>0 alpha, 1 beta, 2 release candidate, with its number.</summary>
    internal (int Phase, BigInteger Number)? Pre { get; }

    internal BigInteger? Post { get; }

    internal BigInteger? Dev { get; }

    internal IReadOnlyList<string> Local { get; }

    public bool IsPrerelease => Pre is not null || Dev is not null;

    public static bool TryParse(string text, [NotNullWhen(true)] out Pep440Version? version)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Pattern().Match(text.Trim());
        version = match.Success ? new Pep440Version(match) : null;
        return version is not null;
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    public int CompareTo(Pep440Version? other)
    {
        var order = ComparePublic(other);
        return order != 0 || other is null ? order : CompareLocal(Local, other.Local);
    }

    /// <summary>Without the local part (<c>+…</c>).</summary>
    internal int ComparePublic(Pep440Version? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Epoch.CompareTo(other.Epoch);
        order = order != 0 ? order : CompareRelease(other);
        order = order != 0 ? order : PreKey.CompareTo(other.PreKey);
        order = order != 0 ? order : (Post ?? -1).CompareTo(other.Post ?? -1);
        // No development release comes after all of them.
        return order != 0 ? order : (Dev is null, Dev ?? 0).CompareTo((other.Dev is null, other.Dev ?? 0));
    }

    internal int CompareRelease(Pep440Version other)
    {
        for (var i = 0; i < Math.Max(Release.Count, other.Release.Count); i++)
        {
            var order = Part(i).CompareTo(other.Part(i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>The i-th number of the release; missing ones are zero.</summary>
    internal BigInteger Part(int index) => index < Release.Count ? Release[index] : 0;

    /// <summary>1.0.dev1 comes before 1.0a1, and 1.0 after all of its prereleases.</summary>
    private (int Phase, BigInteger Number) PreKey => Pre ?? (Post is null && Dev is not null ? (-1, 0) : (3, 0));

    private static int CompareLocal(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            var isLeft = BigInteger.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
            var isRight = BigInteger.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
            // Numbers come after words.
            var order = isLeft && isRight ? leftNumber.CompareTo(rightNumber)
                : isLeft != isRight ? isLeft.CompareTo(isRight)
                : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static BigInteger? Number(Group group) =>
        group is { Success: true, Length: > 0 } ? BigInteger.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    private static int Letter(string letter) => char.ToUpperInvariant(letter[0]) switch { 'A' => 0, 'B' => 1, _ => 2 };

    [GeneratedRegex(
        @"^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)"
        + @"(?:[-_.]?(?<pre_l>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre_n>[0-9]+)?)?"
        + @"(?<post>-(?<post_n1>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<post_n2>[0-9]+)?)?"
        + @"(?<dev>[-_.]?dev[-_.]?(?<dev_n>[0-9]+)?)?"
        + @"(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
