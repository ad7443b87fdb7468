using System.Text.Json;
using NuGet.Versioning;
using WasmRun.Runtimes.Resolution;

namespace WasmRun.Runtimes.Tests;

/// <summary>
/// The tables are written by <c>tools/catalogue/npm-range-cases.mjs</c> and <c>pep440_cases.py</c> from what npm's and
/// Python's own implementations say.
/// </summary>
public sealed class RangeTableTests
{
    private static readonly JsonElement s_npm = Load("npm-ranges.json");
    private static readonly JsonElement s_pep440 = Load("pep440.json");

    public static TheoryData<string> NpmRanges => [.. Cases(s_npm, "range")];

    public static TheoryData<string> Pep440 => [.. Cases(s_pep440, "specifiers")];

    [Theory]
    [MemberData(nameof(NpmRanges))]
    public void NpmRange_IsSatisfiedByWhatNpmSays(string text)
    {
        var expected = Expected(s_npm, "range", text);

        var isRange = NpmRange.TryParse(text, out var range);

        Assert.Equal(expected is not null, isRange);
        if (expected is not null)
        {
            Assert.Equal(expected, Texts(s_npm.GetProperty("versions")).Where(version => range!.Satisfies(NuGetVersion.Parse(version))));
        }
    }

    [Theory]
    [MemberData(nameof(Pep440))]
    public void Pep440Specifiers_AreSatisfiedByWhatPythonSays(string text)
    {
        var expected = Expected(s_pep440, "specifiers", text);

        var isValid = Pep440Specifiers.TryParse(text, out var specifiers);

        Assert.Equal(expected is not null, isValid);
        if (expected is not null)
        {
            Assert.Equal(expected, Texts(s_pep440.GetProperty("versions")).Where(version => specifiers!.Satisfies(Version(version))));
        }
    }

    [Fact]
    public void Pep440Versions_AreOrderedAsPythonOrdersThem()
    {
        var order = Texts(s_pep440.GetProperty("order"));

        Assert.Equal(order, order.Reverse().Select(Version).Order().Select(version => version.ToString()));
    }

    private static Pep440Version Version(string text)
    {
        Assert.True(Pep440Version.TryParse(text, out var version), text);
        return version;
    }

    private static JsonElement Load(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", file))).RootElement;

    private static IEnumerable<string> Cases(JsonElement table, string key) =>
        table.GetProperty("cases").EnumerateArray().Select(entry => entry.GetProperty(key).GetString()!);

    private static string[]? Expected(JsonElement table, string key, string text) =>
        table.GetProperty("cases").EnumerateArray().First(entry => entry.GetProperty(key).GetString() == text)
            .TryGetProperty("satisfiedBy", out var versions) ? Texts(versions) : null;

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
