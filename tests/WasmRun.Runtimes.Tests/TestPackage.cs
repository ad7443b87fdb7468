using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace WasmRun.Runtimes.Tests;

/// <summary>A made-up runtime: its tarball, its catalogue entry, and a registry that has it.</summary>
internal sealed class TestPackage
{
    public TestPackage(string package = "tiny-runtime", Action<List<TarEntry>>? change = null, int padding = 300_000)
    {
        Wasm = RandomNumberGenerator.GetBytes(padding);
        var entries = new List<TarEntry> { Entry("package/package.json", "{}"u8.ToArray()), Entry("package/tiny.wasm", Wasm) };
        change?.Invoke(entries);
        Tarball = Pack(entries);
        Release = new RuntimeRelease
        {
            Name = "tiny",
            Version = "1.2.3",
            Licence = "MIT",
            Package = new PackageSource(package, "9.8.7", $"sha512-{Convert.ToBase64String(SHA512.HashData(Tarball))}", Tarball.Length),
            Files = [new PackageFile("package/tiny.wasm", "tiny.wasm", Wasm.Length, Convert.ToHexStringLower(SHA256.HashData(Wasm)))],
            Wasm = "tiny.wasm",
        };
    }

    private TestPackage(byte[] wasm, byte[] tarball) => (Wasm, Tarball, Release) = (wasm, tarball, null!);

    public byte[] Wasm { get; }

    public byte[] Tarball { get; }

    public RuntimeRelease Release { get; private init; }

    public RuntimeId Id => Release.Id;

    /// <summary>The same package under another catalogue entry.</summary>
    public TestPackage With(RuntimeRelease release) => new(Wasm, Tarball) { Release = release };

    public static TarEntry Entry(string name, byte[] data) =>
        new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(data) };

    /// <summary>The registry's document about the package.</summary>
    public string Metadata(string registry) => JsonSerializer.Serialize(new
    {
        versions = new Dictionary<string, object>
        {
            [Release.Package.Version] = new { dist = new { tarball = $"{registry}files/tiny.tgz", integrity = "sha512-not-to-be-believed" } },
        },
    });

    /// <summary>A registry that serves this package; <paramref name="tarball"/> answers for the file itself.</summary>
    public LoopbackRegistry Serve(Func<SeenRequest, Answer>? tarball = null)
    {
        LoopbackRegistry registry = null!;
        registry = new LoopbackRegistry(request => request.Target.EndsWith(".tgz", StringComparison.Ordinal)
            ? (tarball ?? (r => LoopbackRegistry.File(r, Tarball)))(request)
            : Answer.Of(200, Metadata(registry.Url)));
        return registry;
    }

    private static byte[] Pack(List<TarEntry> entries)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            entries.ForEach(tar.WriteEntry);
        }

        return packed.ToArray();
    }
}
