using System.Text.Json;
using WasmRun.Node.Tests.Oracle;
using WasmRun.Node.Url;

namespace WasmRun.Node.Tests.Url;

public class UrlTests
{
    [Fact]
    public void Parse_OverTheTable_GivesHrefComponentsAndOriginOfAda() => new OracleTable("Parse.json").Check(row =>
    {
        string? ours = WebUrl.Parse(Text(row, "input"), row.GetProperty("base").GetString(), out var components);
        Assert.Equal(ours is not null, WebUrl.CanParse(Text(row, "input"), row.GetProperty("base").GetString()));
        return ours != row.GetProperty("href").GetString() ? ours ?? "(invalid)"
            : ours is null ? null
            : WebUrl.Origin(ours) != row.GetProperty("origin").GetString() ? WebUrl.Origin(ours)
            : Differs(row, components);
    });

    [Fact]
    public void Update_OverTheTable_SetsWhatAdaSets() => new OracleTable("Setters.json").Check(row =>
    {
        string href = row.GetProperty("href").GetString()!;
        string? ours = WebUrl.Update(href, (UrlUpdate)row.GetProperty("action").GetInt32(), Text(row, "value"), out var components);
        string? native = row.GetProperty("result").GetString();
        // Where one says that nothing was set and the other gives the same URL, JavaScript sees no difference.
        if ((ours ?? href) != (native ?? href)) return ours ?? "(no change)";
        return ours is null || native is null ? null : Differs(row, components);
    });

    [Fact]
    public void Domains_OverTheTable_AreMappedAsAdaMapsThem() => new OracleTable("Domains.json").Check(row =>
    {
        string domain = Text(row, "domain");
        string ascii = WebUrl.DomainToAscii(domain), unicode = WebUrl.DomainToUnicode(domain);
        bool same = ascii == row.GetProperty("ascii").GetString() && unicode == row.GetProperty("unicode").GetString();
        return same ? null : $"{ascii} {unicode}";
    });

    [Fact]
    public void PathToFileUrl_OverTheTable_EscapesAsNode() => new OracleTable("Files.json").Check(row =>
    {
        string path = row.GetProperty("path").GetString()!;
        string? posix = WebUrl.PathToFileUrl(path, windows: false, null, out _);
        string? windows = WebUrl.PathToFileUrl("C:" + path, windows: true, null, out _);
        string? unc = WebUrl.PathToFileUrl(path, windows: true, "srv", out _);
        bool same = posix == row.GetProperty("href").GetString() && windows == row.GetProperty("windows").GetString()
            && unc == row.GetProperty("unc").GetString();
        return same ? null : $"{posix} {windows} {unc}";
    });

    [Fact]
    public void Format_OverTheTable_LeavesOutWhatItIsTold() => new OracleTable("Format.json").Check(row =>
    {
        bool[] flags = [.. row.GetProperty("flags").EnumerateArray().Select(flag => flag.GetBoolean())];
        string ours = WebUrl.Format(row.GetProperty("href").GetString()!, flags[0], flags[1], flags[2], flags[3]);
        return ours == row.GetProperty("text").GetString() ? null : ours;
    });

    [Fact]
    public void CopyTo_OfComponents_WritesNineFields()
    {
        WebUrl.Parse("http://u:p@h:8080/p?q#f", null, out var components);
        uint[] fields = new uint[UrlComponents.Count];
        components.CopyTo(fields);
        Assert.Equal([5, 8, 10, 12, 8080, 17, 19, 21, 0], fields);
    }

    private static string? Differs(JsonElement row, UrlComponents components)
    {
        uint[] ours = new uint[UrlComponents.Count];
        components.CopyTo(ours);
        bool same = ours.SequenceEqual(row.GetProperty("components").EnumerateArray().Select(field => field.GetUInt32()));
        return same ? null : string.Join(",", ours);
    }

    /// <summary>A string, or the UTF-16 units of one with lone surrogates.</summary>
    private static string Text(JsonElement row, string name)
    {
        var value = row.GetProperty(name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : new([.. value.EnumerateArray().Select(unit => (char)unit.GetInt32())]);
    }
}
