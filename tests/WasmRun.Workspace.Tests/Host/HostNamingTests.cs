using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Tests.Host;

public sealed class HostNamingTests
{
    [Theory]
    [InlineData("a.js", true)]
    [InlineData("nul", false)]
    [InlineData("NUL.txt", false)]
    [InlineData("com1.log", false)]
    [InlineData("COM\u00B2", false)]
    [InlineData("console", true)]
    [InlineData("a:b", false)]
    [InlineData("a\\b", false)]
    [InlineData("what?", false)]
    [InlineData("dot.", false)]
    [InlineData("space ", false)]
    [InlineData(".hidden", true)]
    public void CanStore_OnWindows_RefusesWhatItWouldStoreAsSomethingElse(string name, bool expected)
    {
        Assert.Equal(expected, HostNaming.Windows.CanStore(name));
        Assert.True(HostNaming.Linux.CanStore(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public void CanStore_WhatIsNoSingleName_IsRefusedEverywhere(string name) => Assert.False(HostNaming.Linux.CanStore(name));

    [Fact]
    public void Collide_OnlyWhereTheHostIgnoresCase()
    {
        Assert.True(HostNaming.MacOs.Collide("Readme", "README"));
        Assert.False(HostNaming.MacOs.Collide("Readme", "Readme"));
        Assert.False(HostNaming.Linux.Collide("Readme", "README"));
    }
}
