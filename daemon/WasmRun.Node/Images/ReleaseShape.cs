using System.Text.Json;

namespace WasmRun.Node;

/// <summary>What a release expects of its native side: the data that tools/node/make-shape.cjs writes.</summary>
internal sealed class ReleaseShape
{
    private ReleaseShape(byte[] json)
    {
        Json = json;
        using var document = JsonDocument.Parse(json);
        Version = document.RootElement.GetProperty("version").GetString()!;
        Options = OptionTable.Read(document.RootElement.GetProperty("options"));
    }

    public byte[] Json { get; }

    public string Version { get; }

    public OptionTable Options { get; }

    /// <summary>The releases that have one, such as <c>v24.21.0</c>.</summary>
    public static IReadOnlyList<string> Versions { get; } =
    [
        .. typeof(ReleaseShape).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Releases/", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name["Releases/".Length..])),
    ];

    /// <exception cref="NotSupportedException">The release has no shape.</exception>
    public static ReleaseShape Load(string version)
    {
        var json = Resources.TryRead($"Releases/{version}.json") ?? throw new NotSupportedException(
            $"Node.js {version} is not supported: wasmrun has the native side of {string.Join(", ", Versions)}.");
        return new ReleaseShape(json);
    }
}

/// <summary>Embedded files of this assembly.</summary>
internal static class Resources
{
    public static byte[]? TryRead(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Names that start with a prefix, in a fixed order.</summary>
    public static IEnumerable<string> List(string prefix) => typeof(Resources).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
