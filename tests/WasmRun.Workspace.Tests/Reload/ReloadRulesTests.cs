using WasmRun.Workspace.Detection;
using WasmRun.Workspace.Reload;

namespace WasmRun.Workspace.Tests.Reload;

public sealed class ReloadRulesTests
{
    [Theory]
    [InlineData(ProjectKind.Node, "server.js", false, ReloadRule.RestartServer)]
    [InlineData(ProjectKind.Node, "server.js", true, ReloadRule.Restart)]
    [InlineData(ProjectKind.Node, "--watch server.js", true, ReloadRule.None)]
    [InlineData(ProjectKind.Node, "--watch-path=src server.js", false, ReloadRule.None)]
    [InlineData(ProjectKind.Node, "server.js --watch", false, ReloadRule.RestartServer)]
    [InlineData(ProjectKind.Node, "node_modules/.bin/nodemon server.js", false, ReloadRule.None)]
    [InlineData(ProjectKind.Node, "node_modules/.bin/vite", false, ReloadRule.None)]
    [InlineData(ProjectKind.Node, "node_modules/vite/bin/vite.js build", false, ReloadRule.RestartServer)]
    [InlineData(ProjectKind.Node, "node_modules/.bin/next dev", false, ReloadRule.None)]
    [InlineData(ProjectKind.Node, "node_modules/.bin/next start", false, ReloadRule.RestartServer)]
    [InlineData(ProjectKind.Python, "main.py", true, ReloadRule.Restart)]
    [InlineData(ProjectKind.Python, "-m flask --app a run --debug", false, ReloadRule.None)]
    [InlineData(ProjectKind.Python, "-m uvicorn a:app --reload", false, ReloadRule.None)]
    [InlineData(ProjectKind.Python, "manage.py runserver --noreload", false, ReloadRule.RestartServer)]
    [InlineData(ProjectKind.Wasi, "a.wasm", false, ReloadRule.RestartServer)]
    public void For_ProgramsThatWatchThemselves_IsNone(ProjectKind kind, string arguments, bool watch, ReloadRule expected)
    {
        var entry = new ProjectEntry { Kind = kind, Title = "", Arguments = arguments.Split(' '), DecidedBy = "", Reason = "" };
        Assert.Equal(expected, ReloadRules.For(entry, watch));
    }
}
