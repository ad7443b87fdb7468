using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;
using WasmRun.Kernel.Vfs.Dev;
using WasmRun.Kernel.Vfs.Memory;

namespace WasmRun.Daemon.Sandboxes;

/// <summary>Builds the machine that one run lives in: a root in memory, <c>/tmp</c>, <c>/dev</c>, and what the caller mounts.</summary>
internal static class Sandbox
{
    /// <summary>Where the project is mounted.</summary>
    public const string Workspace = "/workspace";

    /// <summary>HOME of programs: in memory, gone with the sandbox.</summary>
    public const string Home = "/home/user";

    private static readonly string[] s_directories = ["/tmp", "/dev", "/home", Home, "/usr", "/usr/bin", "/usr/local", "/usr/local/bin"];

    public static Machine Create(PidAllocator pids)
    {
        var machine = new Machine(new MemoryFileSystem(SystemClock.Instance), pids);
        foreach (var directory in s_directories)
        {
            Require(PathOperations.CreateDirectory(RootOf(machine), directory, directory == "/tmp" ? Permissions.Sticky : Permissions.Directory), directory);
        }

        Mount(machine, "/dev", new DeviceFileSystem(machine.Clock));
        return machine;
    }

    /// <summary>Mounts a file system; the directories that lead to it are made.</summary>
    /// <exception cref="UserErrorException">The path is taken.</exception>
    public static void Mount(Machine machine, string path, FileSystem fileSystem)
    {
        var root = RootOf(machine);
        for (var slash = path.IndexOf('/', 1); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            PathOperations.CreateDirectory(root, path[..slash], Permissions.Directory);
        }

        PathOperations.CreateDirectory(root, path, Permissions.Directory);
        Require(root.Find(path, followLast: true, out var covered), path);
        if (covered is not DirectoryInode directory)
        {
            throw new UserErrorException($"Nothing can be mounted at {path}: it is no directory.", "Choose another path inside the sandbox.");
        }

        Require(machine.Mounts.Mount(directory, fileSystem), path);
    }

    public static PathBase RootOf(Machine machine) => new(machine.Mounts, machine.Mounts.Root, IsBoundary: false);

    private static void Require(Errno errno, string path)
    {
        if (errno != Errno.Success)
        {
            throw new UserErrorException($"{path} can't be set up in the sandbox: {errno.PosixName()}.", "Choose another path inside the sandbox.");
        }
    }

    private static class Permissions
    {
        public const uint Directory = 0x1ED; // 0755
        public const uint Sticky = 0x3FF; // 1777
    }
}
