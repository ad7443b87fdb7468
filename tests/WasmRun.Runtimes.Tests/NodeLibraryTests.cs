using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WasmRun.Runtimes.Tests;

/// <summary>A library's modules are cut out of a native binary, checked, and kept as text.</summary>
public sealed class NodeLibraryTests
{
    private static readonly Dictionary<string, (string Text, Encoding Encoding)> s_modules = new()
    {
        ["fs"] = ("exports.a = 'é';", Encoding.Latin1),
        ["internal/util/inspect"] = ("// → arrows need sixteen bits", Encoding.Unicode),
        ["internal/empty"] = ("", Encoding.Latin1),
    };

    [Fact]
    public async Task Modules_AreUtf8Text_AndTheBinaryIsNotKept()
    {
        var (package, slices) = Pack(alter: false);
        using var registry = package.Serve();
        using var fixture = new StoreFixture(package, $"registry={registry.Url}", slices: slices);

        var library = (await fixture.Store().GetAsync(package.Id)).Library!;

        Assert.Equal(s_modules.Keys.Order(), library.Ids.Order());
        Assert.All(s_modules, module => Assert.Equal(module.Value.Text, library.ReadText(module.Key)));
        Assert.Equal("exports.a = 'é';"u8.ToArray(), library.ReadUtf8("fs"));
        Assert.DoesNotContain(fixture.Files, file => file.EndsWith("node", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Modules_OfOtherBytes_AreRefused()
    {
        var (package, slices) = Pack(alter: true);
        using var registry = package.Serve();
        using var fixture = new StoreFixture(package, $"registry={registry.Url}", slices: slices);

        var failure = await Assert.ThrowsAsync<RuntimeException>(() => fixture.Store().GetAsync(package.Id));

        Assert.Equal(RuntimeErrorCode.IntegrityMismatch, failure.Code);
        Assert.StartsWith("The module internal/util/inspect of ", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Files);
    }

    [Fact]
    public async Task AModuleThatIsNotInTheRelease_IsNoPath()
    {
        var (package, slices) = Pack(alter: false);
        using var registry = package.Serve();
        using var fixture = new StoreFixture(package, $"registry={registry.Url}", slices: slices);
        var library = (await fixture.Store().GetAsync(package.Id)).Library!;

        Assert.Throws<KeyNotFoundException>(() => library.ReadText("../../installed"));
    }

    private static (TestPackage Package, string Slices) Pack(bool alter)
    {
        var binary = new MemoryStream();
        var slices = new List<object>();
        foreach (var (id, (text, encoding)) in s_modules)
        {
            binary.Write(RandomNumberGenerator.GetBytes(300_000));
            var bytes = encoding.GetBytes(text);
            slices.Add(new
            {
                id,
                offset = binary.Position,
                length = bytes.Length,
                encoding = encoding == Encoding.Unicode ? "utf16le" : "latin1",
                sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            });
            if (alter && id == "internal/util/inspect")
            {
                bytes[0] ^= 1;
            }

            binary.Write(bytes);
        }

        binary.Write(RandomNumberGenerator.GetBytes(1000));
        var package = new TestPackage(change: entries => entries.Add(TestPackage.Entry("package/bin/node", binary.ToArray())));
        var size = s_modules.Values.Sum(module => module.Encoding.GetByteCount(module.Text));
        var release = package.Release with { Library = new LibrarySource("package/bin/node", "slices.json", s_modules.Count, size) };
        return (package.With(release), JsonSerializer.Serialize(slices));
    }
}
