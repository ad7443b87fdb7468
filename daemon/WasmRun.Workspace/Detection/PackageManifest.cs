using System.Text.Json;

namespace WasmRun.Workspace.Detection;

/// <summary>What detection reads of a <c>package.json</c>. Fields of a wrong type count as absent, as npm treats them.</summary>
internal sealed record PackageManifest
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 64 };

    public string? Name { get; private init; }

    public string? Main { get; private init; }

    public IReadOnlyDictionary<string, string> Scripts { get; private init; } = new Dictionary<string, string>();

    /// <summary>Names of the packages that it depends on, at run time and while developing.</summary>
    public IReadOnlySet<string> Dependencies { get; private init; } = new HashSet<string>();

    public static bool TryParse(string text, out PackageManifest manifest, out string? error)
    {
        manifest = new PackageManifest();
        error = null;
        try
        {
            using var document = JsonDocument.Parse(text, _options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                error = "it holds no object";
                return false;
            }

            manifest = new PackageManifest
            {
                Name = Text(root, "name"),
                Main = Text(root, "main"),
                Scripts = Texts(root, "scripts"),
                Dependencies = Texts(root, "dependencies").Keys.Concat(Texts(root, "devDependencies").Keys).ToHashSet(StringComparer.Ordinal),
            };
            return true;
        }
        catch (JsonException exception)
        {
            error = $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1} is not valid JSON";
            return false;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, string> Texts(JsonElement element, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String))
            {
                texts[property.Name] = property.Value.GetString()!;
            }
        }

        return texts;
    }
}
