using System.Globalization;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace WasmRun.Runtimes.Resolution;

/// <summary>
/// From what a project's files ask for to a version of the catalogue: the newest LTS version that satisfies, else the
/// newest that does. The only place where that is decided.
/// </summary>
public sealed partial class VersionResolver(RuntimeCatalogue catalogue)
{
    private const string CommandLine = "--runtime";

    /// <summary>What the project's files ask for; the newest LTS version when they ask for none.</summary>
    /// <exception cref="RuntimeException"><see cref="RuntimeErrorCode.UnknownRuntime"/></exception>
    public VersionResolution Resolve(string runtime, IProjectFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var all = VersionsOf(runtime);
        var found = RequestSources.For(runtime).SelectMany(source => source(files)).ToList();
        var deciding = found.Find(f => f.Request is not null);
        var resolution = deciding is null
            ? Default(runtime, all)
            : Decide(runtime, all, deciding.Request!, deciding.Origin, mayStandIn: deciding.IsPick);
        var considered = found.Select(f => new ConsideredRequest(f.Origin, Note(f, deciding, resolution.Chosen, all)));
        return resolution with { Considered = [.. considered] };
    }

    /// <summary>What the user asked for by name: <c>node@20</c>, <c>node@lts/iron</c>, <c>python</c>.</summary>
    /// <exception cref="RuntimeException">
    /// <see cref="RuntimeErrorCode.UnknownRuntime"/>, <see cref="RuntimeErrorCode.InvalidRequest"/>
    /// </exception>
    public VersionResolution ResolveExplicit(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (runtime, version) = text.Split('@', 2) is [var name, var rest] ? (name, rest) : (text, "");
        var all = VersionsOf(runtime);
        if (version.Length == 0)
        {
            return Default(runtime, all);
        }

        var request = RequestSources.ParseExplicit(runtime, version) ?? throw new RuntimeException(
            RuntimeErrorCode.InvalidRequest,
            $"“{version}” is no version of {runtime}.",
            $"Write it like {runtime}@{all[0].Line?.Name ?? all[0].Version} or {runtime}@{all[0].Version}.");
        var origin = new RequestOrigin(CommandLine, "", text);
        return Decide(runtime, all, request, origin, mayStandIn: false) with { Considered = [new ConsideredRequest(origin, "decides")] };
    }

    private List<RuntimeRelease> VersionsOf(string runtime)
    {
        var all = catalogue.VersionsOf(runtime).Where(release => !release.Component).ToList();
        return all.Count > 0 ? all : throw new RuntimeException(
            RuntimeErrorCode.UnknownRuntime,
            $"There is no runtime called “{runtime}”.",
            $"The runtimes are: {string.Join(", ", catalogue.Runtimes)}.");
    }

    private static VersionResolution Default(string runtime, IReadOnlyList<RuntimeRelease> all)
    {
        var chosen = Best(all, all, wantsNewest: false)!;
        return new VersionResolution
        {
            Runtime = runtime,
            Kind = ResolutionKind.Satisfied,
            Chosen = chosen,
            Considered = [],
            Reason = $"{runtime} {chosen.Version}: the project asks for no version, and this is the newest {Kind(chosen)}.",
        };
    }

    private static VersionResolution Decide(
        string runtime, IReadOnlyList<RuntimeRelease> all, VersionRequest request, RequestOrigin origin, bool mayStandIn)
    {
        var fitting = all.Where(release => request.IsSatisfiedBy(release, all)).ToList();
        var result = new VersionResolution
        {
            Runtime = runtime,
            Kind = ResolutionKind.Satisfied,
            DecidedBy = origin,
            Considered = [],
            Reason = "",
        };
        if (Best(fitting, all, request.WantsNewest) is { } best)
        {
            var why = fitting.Count == 1 ? "the one version that satisfies it"
                : request.WantsNewest ? "the newest version" : $"the newest {Kind(best)} that satisfies it";
            return result with { Chosen = best, Reason = $"{runtime} {best.Version}: {origin}; this is {why}." };
        }

        var nearest = Nearest(all, request.Pinned, origin.Text);
        if (mayStandIn && request.Pinned is { } pinned && IsOfLine(nearest, pinned))
        {
            return result with
            {
                Kind = ResolutionKind.StandIn,
                Chosen = nearest,
                Reason = $"{runtime} {nearest.Version} stands in for {pinned}: {origin}; "
                    + $"of the {nearest.Line!.Name} line this is the nearest that wasmrun has.",
            };
        }

        return result with
        {
            Kind = ResolutionKind.Nothing,
            Nearest = nearest,
            Reason = $"No {runtime} that wasmrun has satisfies {origin}: "
                + $"it has {string.Join(", ", all.Select(release => release.Version))}.",
            Hint = origin.File == CommandLine
                ? $"The nearest is {runtime}@{nearest.Version}."
                : $"To try the nearest, run it with --runtime {runtime}@{nearest.Version}; or change what {origin.File} asks for.",
        };
    }

    private static RuntimeRelease? Best(IReadOnlyList<RuntimeRelease> fitting, IReadOnlyList<RuntimeRelease> all, bool wantsNewest)
    {
        var newestFirst = all.Where(fitting.Contains).ToList();
        return (wantsNewest ? null : newestFirst.Find(release => release.Line?.Lts is not null)) ?? newestFirst.FirstOrDefault();
    }

    private static string Kind(RuntimeRelease release) =>
        release.Line?.Lts is { } lts ? $"version with long-term support ({lts})" : "version";

    private static bool IsOfLine(RuntimeRelease release, NuGetVersion version) =>
        release.Line is { } line && (version.ToString() + ".").StartsWith(line.Name + ".", StringComparison.Ordinal);

    /// <summary>By major, then minor, then patch number; of two equally far ones the newer.</summary>
    private static RuntimeRelease Nearest(IReadOnlyList<RuntimeRelease> all, NuGetVersion? pinned, string text)
    {
        int[] wanted = pinned is not null ? [pinned.Major, pinned.Minor, pinned.Patch]
            : Number().Match(text) is { Success: true } match
                ? [.. match.Value.Split('.').Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))]
            : [];
        if (wanted.Length == 0)
        {
            return Best(all, all, wantsNewest: false)!;
        }

        return all.MinBy(release =>
        {
            var version = NuGetVersion.Parse(release.Version);
            int[] numbers = [version.Major, version.Minor, version.Patch];
            return Enumerable.Range(0, wanted.Length).Aggregate(0L, (sum, i) => (sum << 20) + Math.Abs((long)numbers[i] - wanted[i]));
        })!;
    }

    private static string Note(FoundRequest found, FoundRequest? deciding, RuntimeRelease? chosen, IReadOnlyList<RuntimeRelease> all) =>
        found == deciding ? "decides"
        : found.Request is null ? "isn't understood"
        : chosen is null ? $"counts less than {deciding!.Origin.File}"
        : !found.Request.IsSatisfiedBy(chosen, all) ? $"asks for another version, but {deciding!.Origin.File} counts more"
        : "agrees";

    [GeneratedRegex(@"\d{1,6}(?:\.\d{1,6}){0,2}")]
    private static partial Regex Number();
}
