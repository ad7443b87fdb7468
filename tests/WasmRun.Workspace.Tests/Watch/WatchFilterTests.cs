using WasmRun.Workspace.Tests.Detection;
using WasmRun.Workspace.Watch;

namespace WasmRun.Workspace.Tests.Watch;

public sealed class WatchFilterTests
{
    private readonly WatchFilter _filter = new(new FakeProjectFiles(
        (".gitignore", "dist/\n*.tmp\n!keep.tmp\n/only-root\n# comment\n\nbuild\n"),
        ("packages/a/.gitignore", "local\n!*.tmp\n")));

    [Theory]
    [InlineData("src/app.js", false)]
    [InlineData("dist/app.js", true)]
    [InlineData("packages/a/dist/deep/app.js", true)]
    [InlineData("dist", false)]
    [InlineData("a.tmp", true)]
    [InlineData("src/keep.tmp", false)]
    [InlineData("only-root", true)]
    [InlineData("src/only-root", false)]
    [InlineData("build/x/y", true)]
    [InlineData("packages/a/local", true)]
    [InlineData("packages/b/local", false)]
    [InlineData("packages/a/x.tmp", false)]
    [InlineData("node_modules/x/index.js", true)]
    [InlineData("packages/a/node_modules/x.js", true)]
    [InlineData(".git/index", true)]
    [InlineData("src/.app.js.swp", true)]
    [InlineData("src/app.js~", true)]
    [InlineData("src/4913", true)]
    [InlineData("src/#app.js#", true)]
    [InlineData("__pycache__/a.pyc", true)]
    public void File_IsIgnoredAsGitSays(string path, bool expected) => Assert.Equal(expected, _filter.IsIgnored(path, isDirectory: false));

    [Fact]
    public void Directory_PatternsWithASlashMeanDirectoriesOnly()
    {
        Assert.True(_filter.IsIgnored("dist", isDirectory: true));
        Assert.True(_filter.IsIgnored("a/node_modules", isDirectory: true));
        Assert.False(_filter.IsIgnored("src", isDirectory: true));
    }
}
