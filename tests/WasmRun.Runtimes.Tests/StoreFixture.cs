using System.Text;
using WasmRun.Runtimes.Download;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes.Tests;

/// <summary>A store of its own in a temporary folder, configured by an <c>.npmrc</c> text and nothing of the machine.</summary>
/// <param name="package">The only release in its catalogue.</param>
/// <param name="npmrc">The user's npm configuration.</param>
/// <param name="sharedRoot">The root of another fixture, which then removes it.</param>
/// <param name="slices">The release's slice manifest, if it has a library.</param>
internal sealed class StoreFixture(TestPackage package, string npmrc, string? sharedRoot = null, string? slices = null) : IDisposable
{
    public string Root { get; } = sharedRoot ?? Path.Combine(Path.GetTempPath(), $"wasmrun-store-{Guid.NewGuid():N}");

    public StoreLayout Layout => new(Root);

    /// <summary>The files under the root, without locks, as the tests' failures should show them.</summary>
    public IReadOnlyList<string> Files => !Directory.Exists(Root) ? [] :
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("locks/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public RuntimeStore Store(StoreFiles? files = null, bool offline = false) => new(new RuntimeStoreOptions
    {
        Layout = Layout,
        Catalogue = new RuntimeCatalogue([package.Release], _ => new MemoryStream(Encoding.UTF8.GetBytes(slices!))),
        Configuration = () => Configuration(npmrc),
        Offline = offline,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        StallTimeout = TimeSpan.FromSeconds(10),
        Files = files ?? new StoreFiles(),
    });

    public static NpmConfiguration Configuration(string npmrc, Dictionary<string, string>? environment = null) =>
        NpmConfiguration.Load(new NpmConfigurationInputs
        {
            Environment = environment ?? [],
            Home = "/home/tester",
            ReadFile = path => path.Replace('\\', '/') == "/home/tester/.npmrc" ? npmrc : null,
            DefaultRegistry = "",
        });

    public void Dispose()
    {
        if (sharedRoot is null && Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
