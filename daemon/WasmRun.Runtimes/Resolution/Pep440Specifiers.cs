using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace WasmRun.Runtimes.Resolution;

/// <summary>
/// Version specifiers as in <c>requires-python</c>, joined by commas that mean "and":
/// https://packaging.python.org/specifications/version-specifiers/#version-specifiers.
/// </summary>
internal sealed partial class Pep440Specifiers
{
    private readonly IReadOnlyList<Specifier> _specifiers;

    private Pep440Specifiers(string text, IReadOnlyList<Specifier> specifiers)
    {
        Text = text;
        _specifiers = specifiers;
    }

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out Pep440Specifiers? specifiers)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parsed = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Specifier.Parse)
            .ToArray();
        specifiers = parsed.Contains(null) ? null : new Pep440Specifiers(text.Trim(), parsed!);
        return specifiers is not null;
    }

    /// <summary>A prerelease satisfies only specifiers that name one.</summary>
    public bool Satisfies(Pep440Version version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return (!version.IsPrerelease || _specifiers.Any(s => s.NamesPrerelease)) && _specifiers.All(s => s.Satisfies(version));
    }

    private sealed partial record Specifier(string Operator, string Text, Pep440Version? Version, bool IsPrefix)
    {
        public bool NamesPrerelease => Version is { IsPrerelease: true } && Operator is not "!=";

        public static Specifier? Parse(string text)
        {
            var match = Pattern().Match(text);
            if (!match.Success)
            {
                return null;
            }

            var (op, operand) = (match.Groups[1].Value, match.Groups[2].Value);
            if (op == "===")
            {
                return new Specifier(op, operand, Pep440Version.TryParse(operand, out var exact) ? exact : null, IsPrefix: false);
            }

            var isPrefix = operand.EndsWith(".*", StringComparison.Ordinal);
            if (!Pep440Version.TryParse(isPrefix ? operand[..^2] : operand, out var version))
            {
                return null;
            }

            var isAllowed = op switch
            {
                "==" or "!=" => !isPrefix || (version.Dev is null && version.Local.Count == 0),
                "~=" => !isPrefix && version.Local.Count == 0 && version.Release.Count > 1,
                _ => !isPrefix && version.Local.Count == 0,
            };
            return isAllowed ? new Specifier(op, operand, version, isPrefix) : null;
        }

        public bool Satisfies(Pep440Version candidate) => Operator switch
        {
            "===" => string.Equals(Text, candidate.ToString(), StringComparison.OrdinalIgnoreCase),
            "==" => IsEqual(candidate),
            "!=" => !IsEqual(candidate),
            "<=" => candidate.ComparePublic(Version) <= 0,
            ">=" => candidate.ComparePublic(Version) >= 0,
            "<" => candidate.CompareTo(Version) < 0 && !IsPrereleaseOfBound(candidate),
            ">" => candidate.CompareTo(Version) > 0 && !IsPostOrLocalOfBound(candidate),
            _ => candidate.ComparePublic(Version) >= 0 && StartsWith(candidate, Version!.Release.Count - 1),
        };

        private bool IsEqual(Pep440Version candidate) =>
            IsPrefix ? IsPrefixOf(candidate)
            : Version!.Local.Count == 0 ? candidate.ComparePublic(Version) == 0
            : candidate.CompareTo(Version) == 0;

        private bool IsPrefixOf(Pep440Version candidate) =>
            StartsWith(candidate, Version!.Release.Count)
            && (Version.Pre is null || (candidate.Pre == Version.Pre && candidate.CompareRelease(Version) == 0))
            && (Version.Post is null || (candidate.Post == Version.Post && candidate.CompareRelease(Version) == 0));

        private bool StartsWith(Pep440Version candidate, int parts) =>
            candidate.Epoch == Version!.Epoch && Enumerable.Range(0, parts).All(i => candidate.Part(i) == Version.Part(i));

        /// <summary>&lt;3.13 doesn't mean 3.13rc1, unless the bound is a prerelease itself.</summary>
        private bool IsPrereleaseOfBound(Pep440Version candidate) =>
            candidate.IsPrerelease && !Version!.IsPrerelease && candidate.Epoch == Version.Epoch && candidate.CompareRelease(Version) == 0;

        /// <summary>&gt;1.7 means neither 1.7.post1 nor 1.7+local.</summary>
        private bool IsPostOrLocalOfBound(Pep440Version candidate) =>
            candidate.Epoch == Version!.Epoch && candidate.CompareRelease(Version) == 0
            && ((candidate.Post is not null && Version.Post is null) || candidate.Local.Count > 0);

        [GeneratedRegex(@"^(===|~=|==|!=|<=|>=|<|>)\s*(\S+)$")]
        private static partial Regex Pattern();
    }
}
