namespace WasmRun.Node.Tests.Programs;

/// <summary>Every script of tests/guests/node prints and ends under wasmrun as under the native release.</summary>
[Collection(NodeCollection.Name)]
public sealed class ScriptTests(NodeFixture node)
{
    public static TheoryData<string> Scripts()
    {
        var scripts = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(NodeFixture.Scripts()).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file) is ".js" or ".mjs")
            {
                scripts.Add(Path.GetFileName(file));
            }
        }

        return scripts;
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_PrintsWhatTheNativeReleasePrints(string script)
    {
        Assert.True(NativeNode.Path is not null, "The native release is missing: run `npm run fetch`, or the tests through `npm test`.");
        var folder = NodeFixture.Scripts();
        var native = await NativeNode.RunAsync(folder, script);
        var ours = await node.RunAsync(NodeFixture.NewMachine(folder), folder, "", script);
        Assert.Equal(native.Output, ours.Output);
        Assert.Equal(native.Status.Code, ours.Status.Code);
        if (script.StartsWith("error-", StringComparison.Ordinal))
        {
            Assert.Equal(native.Error, ours.Error);
        }
    }
}
