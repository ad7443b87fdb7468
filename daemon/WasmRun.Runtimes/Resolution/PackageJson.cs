using System.Text.Json;

namespace WasmRun.Runtimes.Resolution;

/// <summary>The places in a <c>package.json</c> that name a Node.js version.</summary>
internal static class PackageJson
{
    private const string FileName = "package.json";
    private const int MaxExtends = 8;

    /// <summary>https://docs.npmjs.com/cli/configuring-npm/package-json#engines</summary>
    public static IEnumerable<FoundRequest> Engines(IProjectFiles files)
    {
        using var json = Parse(files, FileName);
        return Text(json, "engines", "node") is { } text ? [Found(FileName, "engines.node", text, isPick: false)] : [];
    }

    /// <summary>https://docs.volta.sh/advanced/workspaces: <c>extends</c> names another file to look in.</summary>
    public static IEnumerable<FoundRequest> Volta(IProjectFiles files)
    {
        var file = FileName;
        for (var hop = 0; hop < MaxExtends && file is not null; hop++)
        {
            using var json = Parse(files, file);
            if (Text(json, "volta", "node") is { } text)
            {
                return [Found(file, "volta.node", text, isPick: true)];
            }

            file = Text(json, "volta", "extends") is { } next ? Beside(file, next) : null;
        }

        return [];
    }

    /// <summary>https://docs.npmjs.com/cli/configuring-npm/package-json#devengines</summary>
    public static IEnumerable<FoundRequest> DevEngines(IProjectFiles files)
    {
        using var json = Parse(files, FileName);
        if (At(json, "devEngines", "runtime") is not { } runtime)
        {
            return [];
        }

        var entries = runtime.ValueKind == JsonValueKind.Array ? runtime.EnumerateArray().ToArray() : [runtime];
        return
        [
            .. from entry in entries
               where entry.ValueKind == JsonValueKind.Object && Text(entry, "name") == "node"
               let version = Text(entry, "version")
               where version is not null
               select Found(FileName, "devEngines.runtime", version, isPick: true),
        ];
    }

    private static JsonDocument? Parse(IProjectFiles files, string file)
    {
        if (files.ReadText(file) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text.TrimStart('\uFEFF'));
        }
        catch (JsonException)
        {
            // The project's own tools complain about it; here it names no version.
            return null;
        }
    }

    private static string? Text(JsonDocument? json, params ReadOnlySpan<string> keys) =>
        At(json, keys) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? At(JsonDocument? json, params ReadOnlySpan<string> keys)
    {
        var element = json?.RootElement;
        foreach (var key in keys)
        {
            element = element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(key, out var value) ? value : null;
        }

        return element;
    }

    /// <summary>A path given relative to a file; null when it leaves the project.</summary>
    private static string? Beside(string file, string path)
    {
        var parts = new Stack<string>(file.Split('/')[..^1]);
        foreach (var part in path.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && !parts.TryPop(out _))
            {
                return null;
            }

            if (part is not (".." or "." or ""))
            {
                parts.Push(part);
            }
        }

        return path.StartsWith('/') ? null : string.Join('/', parts.Reverse());
    }

    private static FoundRequest Found(string file, string key, string text, bool isPick) =>
        new(new RequestOrigin(file, key, text), NodeRequests.Parse(text), isPick);
}
