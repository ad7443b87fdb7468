using System.Text;
using System.Text.Json;

namespace WasmRun.Node.Modules;

/// <summary>What module resolution needs of a package.json.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Null unless it is a string.</param>
/// <param name="Main">Null unless it is a string.</param>
/// <param name="Type">"commonjs", "module" or "none".</param>
/// <param name="Imports">A string as it is, anything else as JSON text.</param>
/// <param name="Exports">A string as it is, anything else as JSON text.</param>
internal sealed record PackageJson(string Path, string? Name, string? Main, string Type, string? Imports, string? Exports)
{
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static PackageJson Parse(string path, ReadOnlyMemory<byte> utf8)
    {
        var text = utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[3..] : utf8;
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("the document is no object");
        }

        var type = Text(root, "type");
        return new PackageJson(
            path, Text(root, "name"), Text(root, "main"), type is "commonjs" or "module" ? type : "none", Target(root, "imports"), Target(root, "exports"));
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Target(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object or JsonValueKind.Array => value.GetRawText(),
            _ => null,
        };
}
