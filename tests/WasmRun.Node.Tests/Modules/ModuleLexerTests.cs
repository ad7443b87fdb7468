using System.Text;
using System.Text.Json;
using WasmRun.Node.Modules;
using WasmRun.Node.Tests.Oracle;

namespace WasmRun.Node.Tests.Modules;

public class ModuleLexerTests
{
    [Fact]
    public void EsModuleLexer_OverTheTable_FindsWhatV8AndAcornFind() => new OracleTable("EsModules.json").Check(row =>
    {
        var record = EsModuleLexer.Lex(Source(row));
        string imports = string.Join(" ", row.GetProperty("imports").EnumerateArray().Select(NativeImport).Distinct());
        string oursImports = string.Join(" ", record.Imports.Select(OurImport).Distinct());
        bool same = imports == oursImports && record.HasTopLevelAwait == row.GetProperty("topLevelAwait").GetBoolean();
        if (row.GetProperty("dynamic").ValueKind == JsonValueKind.Array)
        {
            same &= record.DynamicImports.Select(d => d.Start).SequenceEqual(Offsets(row, "dynamic"));
            same &= record.ImportMetas.SequenceEqual(Offsets(row, "metas"));
            same &= record.HasExports == row.GetProperty("exports").GetBoolean();
        }
        return same ? null
            : $"imports {oursImports}; await {record.HasTopLevelAwait}; dynamic {string.Join(",", record.DynamicImports)}; "
            + $"metas {string.Join(",", record.ImportMetas)}; exports {record.HasExports}";
    });

    [Fact]
    public void LooksLikeModule_OverTheTable_AgreesWithNode() => new OracleTable("ModuleSyntax.json").Check(row =>
    {
        bool ours = ModuleSyntax.LooksLikeModule(Source(row));
        return ours == row.GetProperty("module").GetBoolean() ? null : ours.ToString();
    });

    [Fact]
    public void CjsLexer_OverTheTable_FindsTheSameNames() => new OracleTable("CjsExports.json").Check(row =>
    {
        var exports = CjsLexer.Lex(Source(row));
        bool same = exports.Names.SequenceEqual(Strings(row, "names")) && exports.Reexports.SequenceEqual(Strings(row, "reexports"));
        return same ? null : $"names {string.Join(",", exports.Names)}; reexports {string.Join(",", exports.Reexports)}";
    });

    [Fact]
    public void Rewrite_WithAHelperOfSixBytes_KeepsEveryOffset()
    {
        var source = "const a = await import(\n  'b'); x.import('no'); `${import ('c')}`"u8;
        byte[] rewritten = DynamicImportRewriter.Rewrite(source, isModule: true, "__imp0"u8, default)!;
        Assert.Equal("const a = await __imp0(\n  'b'); x.import('no'); `${__imp0 ('c')}`", Encoding.UTF8.GetString(rewritten));
        Assert.Equal(source.Length, rewritten.Length);
    }

    [Fact]
    public void Rewrite_WithFirstArguments_PutsThemInsideTheParenthesis()
    {
        byte[] rewritten = DynamicImportRewriter.Rewrite("import('a', {with: {}})"u8, isModule: false, "load"u8, "7,"u8)!;
        Assert.Equal("load(7,'a', {with: {}})", Encoding.UTF8.GetString(rewritten));
    }

    [Theory]
    [InlineData("import 'a'; import.meta.url")]
    [InlineData("const important = 1")]
    [InlineData("import.source('a')")]
    public void Rewrite_WithoutDynamicImport_ReturnsNull(string source) =>
        Assert.Null(DynamicImportRewriter.Rewrite(Encoding.UTF8.GetBytes(source), isModule: true, "x"u8, default));

    [Fact]
    public void Rewrite_SourcePhase_CallsTheOtherHelper()
    {
        byte[] rewritten = DynamicImportRewriter.Rewrite("import.source('a'); import('b')"u8, true, "one"u8, "1,"u8, "two"u8)!;
        Assert.Equal("two(1,'a'); one(1,'b')", Encoding.UTF8.GetString(rewritten));
    }

    [Theory]
    [InlineData("}}}}))]]`${")]
    [InlineData("import {")]
    [InlineData("import a from")]
    [InlineData("export * from '")]
    [InlineData("/* never closed import('x')")]
    [InlineData("\"\\")]
    [InlineData("class { x = `${ {")]
    [InlineData("import '' with {a:")]
    public void Lex_OfBrokenSource_Ends(string source)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(source);
        EsModuleLexer.Lex(bytes);
        CjsLexer.Lex(bytes);
        ModuleSyntax.LooksLikeModule(bytes);
    }

    private static byte[] Source(JsonElement row) => Encoding.UTF8.GetBytes(row.GetProperty("source").GetString()!);

    private static IEnumerable<int> Offsets(JsonElement row, string name) => row.GetProperty(name).EnumerateArray().Select(e => e.GetInt32());

    private static IEnumerable<string> Strings(JsonElement row, string name) => row.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);

    private static string NativeImport(JsonElement import) =>
        $"{import.GetProperty("specifier").GetString()}:{import.GetProperty("phase").GetString()}:"
        + string.Join(",", import.GetProperty("attributes").EnumerateArray().Select(pair => $"{pair[0].GetString()}={pair[1].GetString()}"));

    private static string OurImport(StaticImport import) =>
        $"{import.Specifier}:{(import.Phase == ImportPhase.Source ? "source" : "evaluation")}:"
        + string.Join(",", import.Attributes.Select(a => $"{a.Key}={a.Value}"));
}
