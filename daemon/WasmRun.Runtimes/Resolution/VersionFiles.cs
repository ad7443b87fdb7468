using Tomlyn.Model;

namespace WasmRun.Runtimes.Resolution;

/// <summary>Files that version managers write and that hold little else.</summary>
internal static class VersionFiles
{
    private static readonly string[] s_miseFiles =
        ["mise.local.toml", "mise.toml", ".mise.local.toml", ".mise.toml", "mise/config.toml", ".mise/config.toml", ".config/mise.toml"];

    /// <summary>The first line that is no comment is the request: <c>.nvmrc</c>, <c>.python-version</c>.</summary>
    public static RequestSource FirstLine(string file, Func<string, VersionRequest?> parse) => files =>
    {
        var line = Lines(files.ReadText(file)).FirstOrDefault();
        return line is null ? [] : [Found(file, "", line, parse(line))];
    };

    /// <summary>
    /// asdf's <c>.tool-versions</c>: a tool and its versions, the first of which counts,
    /// https://asdf-vm.com/manage/configuration.html#tool-versions.
    /// </summary>
    public static RequestSource ToolVersions(string[] tools, Func<string, VersionRequest?> parse) => files =>
        from line in Lines(files.ReadText(".tool-versions"))
        let words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        where words.Length > 1 && tools.Contains(words[0])
        select Found(".tool-versions", words[0], words[1], parse(Manager(words[1])));

    /// <summary><c>[tools]</c> of mise, https://mise.jdx.dev/configuration.html: text, list, or table with <c>version</c>.</summary>
    public static RequestSource Mise(string[] tools, Func<string, VersionRequest?> parse) => files =>
        from file in s_miseFiles
        let text = files.ReadText(file)
        where text is not null
        let table = ProjectToml.Parse(text)
        where table is not null
        from tool in tools
        let version = Version(ProjectToml.At(table, "tools", tool))
        where version is not null
        select Found(file, $"tools.{tool}", version, parse(Manager(version)));

    private static string? Version(object? value) => value switch
    {
        string text => text,
        TomlArray { Count: > 0 } list => Version(list[0]),
        TomlTable table => Version(ProjectToml.At(table, "version")),
        _ => null,
    };

    /// <summary>asdf and mise put a word before some versions: <c>latest:20</c>, <c>prefix:20</c>.</summary>
    private static string Manager(string version)
    {
        foreach (var prefix in new[] { "latest:", "prefix:" })
        {
            if (version.StartsWith(prefix, StringComparison.Ordinal))
            {
                return version[prefix.Length..];
            }
        }

        return version;
    }

    private static FoundRequest Found(string file, string key, string text, VersionRequest? request) =>
        new(new RequestOrigin(file, key, text), request, IsPick: true);

    private static IEnumerable<string> Lines(string? text) =>
        (text ?? "").TrimStart('\uFEFF').Split('\n')
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Length > 0);
}
