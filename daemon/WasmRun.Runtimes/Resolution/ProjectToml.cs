using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Serialization;

namespace WasmRun.Runtimes.Resolution;

[TomlSerializable(typeof(TomlTable))]
internal sealed partial class ProjectTomlContext : TomlSerializerContext;

/// <summary>Reads single values out of a project's TOML files.</summary>
internal static class ProjectToml
{
    /// <returns>Null when the text is no TOML.</returns>
    public static TomlTable? Parse(string text) =>
        TomlSerializer.TryDeserialize(text, typeof(TomlTable), ProjectTomlContext.Default, out var table) ? table as TomlTable : null;

    /// <summary>The value under these keys; null when one of them isn't there.</summary>
    public static object? At(TomlTable table, params ReadOnlySpan<string> keys)
    {
        object? value = table;
        foreach (var key in keys)
        {
            value = value is TomlTable inner && inner.TryGetValue(key, out var found) ? found : null;
        }

        return value;
    }
}
