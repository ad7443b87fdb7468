using System.Globalization;

namespace WasmRun.Runtimes.Resolution;

/// <summary>What Node.js version managers understand beyond ranges, https://github.com/nvm-sh/nvm#usage.</summary>
internal static class NodeRequests
{
    /// <returns>Null when it isn't understood.</returns>
    public static VersionRequest? Parse(string text)
    {
        // The version managers ignore case and a "node-" or "node/" before a version.
        var name = text.Trim();
        foreach (var prefix in new[] { "nodejs-", "node-", "nodejs@", "node@" })
        {
            name = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
        }

        if (Is("node", "latest", "current", "stable"))
        {
            return new NewestRequest();
        }

        if (Is("lts", "lts/*", "--lts"))
        {
            return new LtsRequest(0);
        }

        if (name.StartsWith("lts/", StringComparison.OrdinalIgnoreCase) || name.StartsWith("lts-", StringComparison.OrdinalIgnoreCase))
        {
            var line = name[4..];
            return line.StartsWith('-') && int.TryParse(line[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var back)
                ? new LtsRequest(back)
                : new LtsNameRequest(line);
        }

        return NpmRange.TryParse(name, out var range) ? new NpmRangeRequest(range) : null;

        bool Is(params ReadOnlySpan<string> aliases)
        {
            foreach (var alias in aliases)
            {
                if (name.Equals(alias, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
