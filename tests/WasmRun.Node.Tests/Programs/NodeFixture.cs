using System.Runtime.CompilerServices;
using System.Text;
using WasmRun.Engine;
using WasmRun.Kernel;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Dev;
using WasmRun.Kernel.Vfs.Memory;
using WasmRun.Runtimes;

namespace WasmRun.Node.Tests.Programs;

/// <summary>What a program printed and how it ended.</summary>
public sealed record ProgramResult(string Output, string Error, ExitStatus Status);

/// <summary>One image for all tests, from the user's own runtime store; programs run on machines of their own.</summary>
public sealed class NodeFixture : IDisposable
{
    public const string Version = "24.21.0";

    private readonly ModuleCache _modules;
    private readonly NodeImages _images;

    public NodeFixture()
    {
        var store = new RuntimeStore();
        var runtime = store.GetAsync(new RuntimeId("node", Version)).GetAwaiter().GetResult();
        var quickjs = runtime.Components.Single(component => component.Id.Name == "quickjs");
        _modules = new ModuleCache(new ModuleCacheOptions { Folder = store.ArtifactsDirectory });
        _images = new NodeImages(_modules, store.ArtifactsDirectory);
        Image = _images.Get(ModuleSource.FromFile(quickjs.WasmPath), new Library(runtime));
    }

    public NodeImage Image { get; }

    /// <summary>tests/guests/node.</summary>
    public static string Scripts([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "guests", "node"));

    public void Dispose()
    {
        _images.Dispose();
        _modules.Dispose();
    }

    /// <summary>A machine with /tmp, /dev, a home and a copy of a host folder at the same path.</summary>
    public static Machine NewMachine(string? folder = null)
    {
        var machine = new Machine(new MemoryFileSystem(SystemClock.Instance));
        var paths = new PathBase(machine.Mounts, machine.Mounts.Root, IsBoundary: false);
        foreach (var path in new[] { "/tmp", "/dev", "/home/user" })
        {
            MakeDirectories(paths, path);
        }

        paths.Find("/dev", followLast: true, out var dev);
        machine.Mounts.Mount((DirectoryInode)dev!, new DeviceFileSystem(SystemClock.Instance));
        if (folder is not null)
        {
            Copy(paths, folder);
        }

        return machine;
    }

    /// <summary>Runs <c>node arguments</c> to its end.</summary>
    public Task<ProgramResult> RunAsync(params string[] arguments) => RunAsync(NewMachine(), "/", "", arguments);

    /// <summary>Runs <c>node arguments</c> to its end, with text on its standard input.</summary>
    public async Task<ProgramResult> RunAsync(Machine machine, string folder, string input, params string[] arguments)
    {
        var (process, output, error) = Start(machine, folder, input, arguments);
        var status = await process.WaitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new ProgramResult(await output, await error, status);
    }

    /// <summary>Starts <c>node arguments</c>.</summary>
    public (Process Process, Task<string> Output, Task<string> Error) Start(
        Machine machine, string folder, string input, params string[] arguments)
    {
        var (inputReader, inputWriter) = Pipe.Create(Math.Max(Pipe.DefaultCapacity, input.Length + 1));
        var (outputReader, outputWriter) = Pipe.Create();
        var (errorReader, errorWriter) = Pipe.Create();
        inputWriter.Write(Encoding.UTF8.GetBytes(input), out _);
        inputWriter.Release();
        var start = new ProcessStart
        {
            Arguments = ["node", .. arguments],
            Environment = new Dictionary<string, string> { ["HOME"] = "/home/user", ["TZ"] = "UTC" },
            WorkingDirectory = folder,
            Stdio = (inputReader, outputWriter, errorWriter),
        };
        Assert.Equal(Errno.Success, machine.Processes.Create(start, out var process));
        var (output, error) = (ReadAllAsync(outputReader), ReadAllAsync(errorReader));
        NodeRuntime.Start(Image, process!);
        return (process!, output, error);
    }

    private static async Task<string> ReadAllAsync(OpenFile file)
    {
        var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var waiter = new AsyncWaiter();
        file.WaitQueue!.Add(waiter);
        while (true)
        {
            var errno = file.Read(buffer, out var count);
            if (errno == Errno.WouldBlock)
            {
                await waiter.WaitAsync(CancellationToken.None);
            }
            else if (errno != Errno.Success || count == 0)
            {
                file.Release();
                return Encoding.UTF8.GetString(all.ToArray());
            }
            else
            {
                all.Write(buffer, 0, count);
            }
        }
    }

    private static void MakeDirectories(PathBase paths, string path)
    {
        var made = "";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            made += "/" + part;
            PathOperations.CreateDirectory(paths, made);
        }
    }

    private static void Copy(PathBase paths, string folder)
    {
        MakeDirectories(paths, folder);
        foreach (var file in Directory.GetFiles(folder))
        {
            Assert.Equal(Errno.Success, PathOperations.Open(paths, file, OpenFlags.Write | OpenFlags.Create, 0x1A4, out var target));
            target!.Write(File.ReadAllBytes(file), out _);
            target.Release();
        }

        foreach (var inner in Directory.GetDirectories(folder))
        {
            Copy(paths, inner);
        }
    }

    private sealed class Library(InstalledRuntime runtime) : INodeLibrary
    {
        private readonly NodeLibrary _modules = runtime.Library!;

        public string Version => $"v{runtime.Id.Version}";

        public string Fingerprint => runtime.Key;

        public IReadOnlyCollection<string> ModuleIds => _modules.Ids;

        public string? Source(string moduleId) => _modules.Contains(moduleId) ? _modules.ReadText(moduleId) : null;
    }
}

/// <summary>Tests that share the image.</summary>
[CollectionDefinition(Name)]
public sealed class NodeCollection : ICollectionFixture<NodeFixture>
{
    public const string Name = "node";
}
