using System.Text;
using System.Text.RegularExpressions;

namespace WasmRun.Runtimes.Registry;

/// <summary>
/// Reads an <c>.npmrc</c> as npm does: ini without meaning in its sections, <c>;</c> and <c>#</c> comments, quotes,
/// <c>key[] = value</c> lists, <c>${NAME}</c> and <c>${NAME?}</c> from the environment in keys and values.
/// Microsoft.Extensions.Configuration.Ini doesn't fit: to it a colon in a key, as in <c>//host/:_authToken</c>,
/// separates sections.
/// </summary>
internal static partial class NpmrcFile
{
    public static Dictionary<string, List<string>> Parse(string text, IReadOnlyDictionary<string, string> environment)
    {
        var settings = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] is ';' or '#' or '[')
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var key = Expand(Unquote(equals < 0 ? line : line[..equals].TrimEnd()), environment);
            // A key alone is a switch that is on.
            var value = equals < 0 ? "true" : Expand(Unquote(line[(equals + 1)..].TrimStart()), environment);
            var isList = key.EndsWith("[]", StringComparison.Ordinal);
            if (isList)
            {
                key = key[..^2];
            }

            if (!isList || !settings.TryGetValue(key, out var values))
            {
                settings[key] = values = [];
            }

            values.Add(value);
        }

        return settings;
    }

    /// <summary>
    /// npm leaves an unknown <c>${NAME}</c> as it stands, makes <c>${NAME?}</c> empty, and takes a backslash before
    /// the dollar sign as an escape.
    /// </summary>
    internal static string Expand(string value, IReadOnlyDictionary<string, string> environment) =>
        Variable().Replace(value, match =>
        {
            var escapes = match.Groups[1].Value;
            if (escapes.Length % 2 == 1)
            {
                return match.Value[((escapes.Length + 1) / 2)..];
            }

            var name = match.Groups[2].Value;
            var fallback = match.Groups[3].Success ? "" : "${" + name + "}";
            return escapes[(escapes.Length / 2)..] + (environment.TryGetValue(name, out var found) ? found : fallback);
        });

    private static string Unquote(string value)
    {
        if (value.Length >= 2 && value[0] == value[^1] && value[0] is '"' or '\'')
        {
            var inner = value[1..^1];
            return value[0] == '\''
                ? inner
                : inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
        }

        // Outside quotes a comment sign ends the value unless it is escaped.
        var result = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ';' or '#')
            {
                break;
            }

            if (value[i] == '\\' && i + 1 < value.Length && value[i + 1] is ';' or '#' or '\\')
            {
                i++;
            }

            result.Append(value[i]);
        }

        return result.ToString().Trim();
    }

    [GeneratedRegex(@"(?<!\\)(\\*)\$\{([^${}?]+)(\?)?\}")]
    private static partial Regex Variable();
}
