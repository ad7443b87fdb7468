using NuGet.Versioning;

namespace WasmRun.Runtimes.Resolution;

/// <summary>The ways Python's tools write a version.</summary>
internal static class PythonRequests
{
    /// <summary>A bare version names itself, or all that start with it: 3.12 is any 3.12.x.</summary>
    public static VersionRequest? ParseVersion(string text)
    {
        var version = text.Trim();
        foreach (var prefix in new[] { "python-", "cpython-", "python@", "cpython@" })
        {
            version = version.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? version[prefix.Length..] : version;
        }

        if (version is "latest")
        {
            return new NewestRequest();
        }

        version = version.EndsWith(".*", StringComparison.Ordinal) ? version[..^2] : version;
        if (!Pep440Version.TryParse(version, out var parsed))
        {
            return ParseSpecifiers(version);
        }

        var isWhole = parsed.Release.Count > 2 || parsed.IsPrerelease;
        var pin = isWhole && NuGetVersion.TryParse(version, out var exact) ? exact : null;
        return Pep440Specifiers.TryParse(isWhole ? $"=={version}" : $"=={version}.*", out var specifiers)
            ? new Pep440Request([specifiers], pin)
            : null;
    }

    /// <summary><c>requires-python</c>.</summary>
    public static VersionRequest? ParseSpecifiers(string text) =>
        Pep440Specifiers.TryParse(text, out var specifiers) && text.Trim().Length > 0 ? new Pep440Request([specifiers], null) : null;

    /// <summary>
    /// Poetry's constraints, https://python-poetry.org/docs/dependency-specification/: PEP 440 with <c>^</c>,
    /// <c>~</c>, <c>*</c> and <c>||</c>.
    /// </summary>
    public static VersionRequest? ParsePoetry(string text)
    {
        var alternatives = new List<Pep440Specifiers>();
        foreach (var alternative in text.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = alternative.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Translate);
            if (!Pep440Specifiers.TryParse(string.Join(',', parts), out var specifiers))
            {
                return null;
            }

            alternatives.Add(specifiers);
        }

        return alternatives.Count > 0 ? new Pep440Request(alternatives, null) : null;
    }

    private static string Translate(string part)
    {
        if (part == "*")
        {
            return ">=0";
        }

        var bare = part.TrimStart('^', '~');
        if (part.StartsWith("~=", StringComparison.Ordinal)
            || !Pep440Version.TryParse(bare.Replace(".*", "", StringComparison.Ordinal), out var version))
        {
            return part;
        }

        return part[0] switch
        {
            '^' when version.Part(0) > 0 => $">={bare},<{version.Part(0) + 1}",
            '^' => $">={bare},<0.{version.Part(1) + 1}",
            '~' when version.Release.Count == 1 => $">={bare},<{version.Part(0) + 1}",
            '~' => $">={bare},<{version.Part(0)}.{version.Part(1) + 1}",
            _ => $"=={bare}",
        };
    }
}
