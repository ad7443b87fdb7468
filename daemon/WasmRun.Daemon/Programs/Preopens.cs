using WasmRun.Daemon.Sandboxes;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Programs;

/// <summary>The directories that a WASI program finds open at its start; all its paths lead through them.</summary>
internal static class Preopens
{
    /// <summary>
    /// WASI has no working directory: wasi-libc takes relative paths, and absolute ones alike, to the pre-opened directory
    /// whose name is the longest prefix. So the working directory stands for the root as far as names go, and each directory
    /// of the real root is pre-opened beside it under its own name.
    /// </summary>
    public static void Add(Process process)
    {
        var root = Sandbox.RootOf(process.Machine);
        Open(process, root, process.WorkingDirectory, "/");
        if (process.WorkingDirectory == "/")
        {
            return;
        }

        for (ulong cookie = 0; root.Start.NextEntry(cookie, out var entry) == Errno.Success; cookie = entry.Cookie)
        {
            Open(process, root, "/" + entry.Name, "/" + entry.Name);
        }
    }

    /// <summary>Opens these and no others.</summary>
    public static void Add(Process process, IReadOnlyList<string> directories)
    {
        foreach (var directory in directories)
        {
            Open(process, Sandbox.RootOf(process.Machine), directory, directory);
        }
    }

    private static void Open(Process process, PathBase root, string path, string name)
    {
        if (PathOperations.Open(root, path, OpenFlags.Read | OpenFlags.Directory, 0, out var directory) == Errno.Success)
        {
            process.Files.Add(new FileDescriptor(directory!) { PreopenName = name }, out _);
        }
    }
}
