using System.Text;
using WasmRun.Workspace.Detection;

namespace WasmRun.Workspace.Tests.Detection;

public sealed class HostProjectFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ThroughLinks_StaysInsideTheFolder()
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret", "outside");
        _folder.Write("lib/a.txt", "inside");
        File.CreateSymbolicLink(_folder.At("near"), "lib/a.txt");
        Directory.CreateSymbolicLink(_folder.At("dir"), _folder.At("lib"));
        Directory.CreateSymbolicLink(_folder.At("far"), outside.Path);
        File.CreateSymbolicLink(_folder.At("loop"), "loop");
        var files = new HostProjectFiles(_folder.Open());

        Assert.Equal("inside", Text(files, "near"));
        Assert.Equal("inside", Text(files, "dir/a.txt"));
        Assert.Null(Text(files, "far/secret"));
        Assert.Null(Text(files, "../" + Path.GetFileName(outside.Path) + "/secret"));
        Assert.Null(Text(files, "loop"));
        Assert.Null(Text(files, "lib"));
    }

    [Fact]
    public void ListFiles_NamesRegularFilesInOrder()
    {
        _folder.Write("b.js", "");
        _folder.Write("a.js", "");
        _folder.Write("sub/c.js", "");
        var files = new HostProjectFiles(_folder.Open());
        Assert.Equal(["a.js", "b.js"], files.ListFiles(""));
        Assert.Equal(["c.js"], files.ListFiles("sub"));
        Assert.Empty(files.ListFiles("gone"));
    }

    private static string? Text(HostProjectFiles files, string path) =>
        files.ReadHead(path, 100) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
