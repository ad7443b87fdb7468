using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NuGet.Versioning;

namespace WasmRun.Runtimes;

/// <summary>
/// Every runtime version the product can fetch and run. The data is made by <c>tools/catalogue</c> and embedded, so
/// that what a download must hash to is part of the product and not of a server's answer.
/// </summary>
public sealed class RuntimeCatalogue
{
    private static readonly Lazy<RuntimeCatalogue> s_embedded = new(LoadEmbedded);

    private readonly Func<string, Stream> _openManifest;

    internal RuntimeCatalogue(IReadOnlyList<RuntimeRelease> releases, Func<string, Stream> openManifest)
    {
        Releases = releases;
        _openManifest = openManifest;
    }

    public static RuntimeCatalogue Embedded => s_embedded.Value;

    /// <summary>All entries, components included; a runtime's versions from newest to oldest.</summary>
    public IReadOnlyList<RuntimeRelease> Releases { get; }

    /// <summary>The runtimes a user can ask for, without components.</summary>
    public IEnumerable<string> Runtimes => Releases.Where(r => !r.Component).Select(r => r.Name).Distinct();

    /// <summary>The versions of one runtime, newest first; empty when it is unknown.</summary>
    public IReadOnlyList<RuntimeRelease> VersionsOf(string runtime) =>
        [.. Releases.Where(r => r.Name == runtime).OrderByDescending(r => NuGetVersion.Parse(r.Version))];

    public RuntimeRelease? Find(RuntimeId id) => Releases.FirstOrDefault(r => r.Id == id);

    /// <exception cref="RuntimeException"><see cref="RuntimeErrorCode.UnknownRuntime"/></exception>
    public RuntimeRelease Get(RuntimeId id)
    {
        if (Find(id) is { } release)
        {
            return release;
        }

        var versions = VersionsOf(id.Name).Select(r => r.Version).ToArray();
        throw versions.Length == 0
            ? new RuntimeException(
                RuntimeErrorCode.UnknownRuntime,
                $"There is no runtime called “{id.Name}”.",
                $"The runtimes are: {string.Join(", ", Runtimes)}.")
            : new RuntimeException(
                RuntimeErrorCode.UnknownRuntime,
                $"This version of wasmrun doesn't have {id.Name} {id.Version}.",
                $"It has {id.Name} {string.Join(", ", versions)}.");
    }

    /// <summary>The slices of a release's library in order of offset; empty when it has none.</summary>
    public IReadOnlyList<LibrarySlice> SlicesOf(RuntimeRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        if (release.Library is null)
        {
            return [];
        }

        using var stream = _openManifest(release.Library.Manifest);
        return JsonSerializer.Deserialize(stream, CatalogueJson.Default.IReadOnlyListLibrarySlice)
            ?? throw new InvalidDataException($"{release.Library.Manifest} is empty.");
    }

    /// <summary>
    /// Names exactly what an installation of this release contains, so that a product that takes other files from the
    /// same package never meets the installation of an older one. 16 hexadecimal digits.
    /// </summary>
    internal static string RecipeOf(RuntimeRelease release)
    {
        var recipe = new StringBuilder(release.Package.Integrity);
        foreach (var file in release.Files)
        {
            recipe.Append('\n').Append(file.Path).Append('\t').Append(file.As).Append('\t').Append(file.Sha256);
        }

        if (release.Library is { } library)
        {
            recipe.Append('\n').Append(library.Binary).Append('\t').Append(library.Modules).Append('\t').Append(library.Size);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipe.ToString())))[..16];
    }

    private static RuntimeCatalogue LoadEmbedded()
    {
        using var stream = OpenResource("catalogue.json");
        var file = JsonSerializer.Deserialize(stream, CatalogueJson.Default.CatalogueFile)
            ?? throw new InvalidDataException("The embedded catalogue is empty.");
        return new RuntimeCatalogue(file.Releases, OpenResource);
    }

    private static Stream OpenResource(string name) =>
        typeof(RuntimeCatalogue).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"The embedded resource {name} is missing.");
}
