using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Runtimes;

/// <summary>Our own Python code in the sandbox: what CPython lacks under WASI.</summary>
public static class PythonShim
{
    /// <summary>Where it is; to be named by PYTHONPATH.</summary>
    public const string Directory = "/opt/wasmrun/python";

    /// <summary>The variable by which the shim learns how the script was named before it was made absolute.</summary>
    public const string ScriptVariable = "WASMRUN_SCRIPT";

    private const string Module = "sitecustomize.py";

    /// <summary>Puts it into a machine's tree, once.</summary>
    public static void Install(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var root = new PathBase(machine.Mounts, machine.Mounts.Root, IsBoundary: false);
        foreach (var directory in new[] { "/opt", "/opt/wasmrun", Directory })
        {
            PathOperations.CreateDirectory(root, directory);
        }

        const OpenFlags Flags = OpenFlags.Write | OpenFlags.Create | OpenFlags.Exclusive;
        if (PathOperations.Open(root, $"{Directory}/{Module}", Flags, 0x124, out var file) == Errno.Success)
        {
            file!.Write(Read(), out _);
            file.Release();
        }
    }

    private static byte[] Read()
    {
        using var stream = typeof(PythonShim).Assembly.GetManifestResourceStream(Module)
            ?? throw new InvalidDataException($"The embedded resource {Module} is missing.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
