using System.Text;
using WasmRun.Workspace.Detection;

namespace WasmRun.Workspace.Tests.Detection;

/// <summary>A project that a test writes down.</summary>
internal sealed class FakeProjectFiles(params (string Path, string Text)[] files) : IProjectFiles
{
    public string Root => "/home/ada/shop";

    public IReadOnlyList<string> ListFiles(string directory) =>
        [.. files.Select(file => file.Path).Where(path => !path.Contains('/')).Order(StringComparer.Ordinal)];

    public byte[]? ReadHead(string path, int maxBytes)
    {
        var text = files.FirstOrDefault(file => file.Path == path).Text;
        return text is null ? null : Encoding.UTF8.GetBytes(text).Take(maxBytes).ToArray();
    }
}
