using WasmRun.Workspace.Detection;

namespace WasmRun.Workspace.Tests.Detection;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("node server.js", "node|server.js")]
    [InlineData("  node   a.js\t--x ", "node|a.js|--x")]
    [InlineData("node -e 'a b' \"c d\"", "node|-e|a b|c d")]
    [InlineData("a\\ b c''d \"\"", "a b|cd|")]
    [InlineData("\"say \\\"hi\\\" \\n\"", "say \"hi\" \\n")]
    [InlineData("a#b --x=~", "a#b|--x=~")]
    public void TrySplit_QuotesAndBackslashes_AsAShellReadsThem(string text, string expected)
    {
        Assert.True(ShellWords.TrySplit(text, out var words, out _));
        Assert.Equal(expected.Split('|'), words);
    }

    [Theory]
    [InlineData("tsc && node a.js", "`&&`")]
    [InlineData("node a.js > log", "`>`")]
    [InlineData("node $FILE", "`$FILE`")]
    [InlineData("node \"$FILE\"", "`$FILE`")]
    [InlineData("node `which a`", "```")]
    [InlineData("node *.js", "`*`")]
    [InlineData("~/bin/x", "`~`")]
    [InlineData("node 'a", "a ' that is not closed")]
    public void TrySplit_WhatNeedsAShell_IsNamed(string text, string expected)
    {
        Assert.False(ShellWords.TrySplit(text, out _, out var obstacle));
        Assert.Equal(expected, obstacle);
    }

    [Fact]
    public void Join_QuotesWhatAShellWouldSplit() =>
        Assert.Equal("node -e 'it'\\''s a b' ''", ShellWords.Join(["node", "-e", "it's a b", ""]));
}
