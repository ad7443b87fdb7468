using WasmRun.Kernel;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Tests;

/// <summary>A host folder for one test, removed with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("wasmrun-test-").FullName;

    public string Path { get; }

    public HostRoot Open(HostNaming? naming = null)
    {
        Assert.Equal(Errno.Success, HostRoot.Open(Path, out var root, naming));
        return root!;
    }

    public string At(string relative) => System.IO.Path.Combine(Path, relative);

    public string Write(string relative, string text)
    {
        var path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string relative) => File.ReadAllText(At(relative));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
