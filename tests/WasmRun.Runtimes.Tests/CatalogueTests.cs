using WasmRun.Runtimes.Download;

namespace WasmRun.Runtimes.Tests;

/// <summary>The checked-in data holds together.</summary>
public sealed class CatalogueTests
{
    private static readonly RuntimeCatalogue s_catalogue = RuntimeCatalogue.Embedded;

    public static TheoryData<string> Releases => [.. s_catalogue.Releases.Select(release => release.Id.ToString())];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Release_SaysAllThatADownloadNeeds(string id)
    {
        var release = Find(id);

        Assert.Equal(release.Package.Integrity, Integrity.Parse(release.Package.Integrity).Text);
        Assert.True(release.Package.Size > 0);
        Assert.NotEmpty(release.Licence);
        Assert.Contains(release.Files, file => file.As == "LICENSE");
        Assert.True(release.Component || release.Line is not null);
        Assert.True(release.Wasm is null ? release.Needs.Count > 0 : release.Files.Any(file => file.As == release.Wasm));
        Assert.All(release.Needs, needed => Assert.NotNull(s_catalogue.Find(needed)));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Slices_AreAsManyAndAsLargeAsTheReleaseSays_AndCanBeReadForwards(string id)
    {
        var release = Find(id);
        var slices = s_catalogue.SlicesOf(release);

        Assert.Equal((release.Library?.Modules ?? 0, release.Library?.Size ?? 0), (slices.Count, slices.Sum(slice => (long)slice.Length)));
        Assert.All(slices.Zip(slices.Skip(1)), pair => Assert.True(pair.First.Offset + pair.First.Length <= pair.Second.Offset));
        Assert.All(slices, slice => Assert.DoesNotContain("..", slice.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Components_AreNotOfferedToUsers()
    {
        Assert.DoesNotContain("quickjs", s_catalogue.Runtimes);
        Assert.Contains("node", s_catalogue.Runtimes);
    }

    [Theory]
    [InlineData("node", "0.0.1", "This version of wasmrun doesn't have node 0.0.1.")]
    [InlineData("cobol", "1", "There is no runtime called “cobol”.")]
    public void AnUnknownRelease_IsNamed_WithWhatThereIs(string name, string version, string message)
    {
        var failure = Assert.Throws<RuntimeException>(() => s_catalogue.Get(new RuntimeId(name, version)));

        Assert.Equal(message, failure.Message);
        Assert.Contains("node", failure.Hint, StringComparison.Ordinal);
    }

    private static RuntimeRelease Find(string id) => s_catalogue.Releases.Single(release => release.Id.ToString() == id);
}
