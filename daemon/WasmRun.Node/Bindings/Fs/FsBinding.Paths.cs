using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>Names: making, moving, removing, links, permissions, times.</summary>
internal sealed partial class FsBinding
{
    private const int AccessWrite = 2; // W_OK
    private const int AccessExecute = 1; // X_OK

    private void RegisterPaths(NativeRegistrar natives)
    {
        natives.Add("access", Access);
        natives.Add("existsSync", (in NativeCall call) => Exists(PathOf(call, 0)));
        natives.Add("rename", Rename);
        natives.Add("link", Link);
        natives.Add("symlink", SymbolicLink);
        natives.Add("readlink", ReadLink);
        natives.Add("realpath", RealPath);
        natives.Add("unlink", (in NativeCall call) => OnPath(call, 1, "unlink", path => PathOperations.Unlink(Host.Paths, path)));
        natives.Add("rmdir", (in NativeCall call) => OnPath(call, 1, "rmdir", path => PathOperations.RemoveDirectory(Host.Paths, path)));
        natives.Add("rmSync", RemoveSync);
        natives.Add("chmod", ChangeMode);
        natives.Add("fchmod", ChangeModeOfFile);
        natives.Add("chown", (in NativeCall call) => OnPath(call, 3, "chown", path => Status(path, follow: true)));
        natives.Add("lchown", (in NativeCall call) => OnPath(call, 3, "lchown", path => Status(path, follow: false)));
        natives.Add("fchown", (in NativeCall call) => Answer(call, 3, FileOf(call, 0, out _), "fchown"));
        natives.Add("utimes", (in NativeCall call) => SetTimes(call, "utime", follow: true));
        natives.Add("lutimes", (in NativeCall call) => SetTimes(call, "lutime", follow: false));
        natives.Add("futimes", SetTimesOfFile);
        natives.Add("legacyMainResolve", LegacyMainResolve);
        natives.Add("getFormatOfExtensionlessFile", FormatOfExtensionlessFile);
    }

    private JsValue OnPath(in NativeCall call, int request, string syscall, Func<string, Errno> operation)
    {
        var path = PathOf(call, 0);
        return Answer(call, request, operation(Host.Absolute(path)), syscall, path);
    }

    private Errno Status(string path, bool follow) => PathOperations.GetStatus(Host.Paths, path, follow, out _);

    private bool Exists(string path) => Status(Host.Absolute(path), follow: true) == Errno.Success;

    /// <summary>access(path, mode, req).</summary>
    private JsValue Access(in NativeCall call)
    {
        var mode = call.Int(1);
        return OnPath(call, 2, "access", path =>
        {
            var errno = PathOperations.GetStatus(Host.Paths, path, followLast: true, out var status);
            if (errno != Errno.Success)
            {
                return errno;
            }

            var isDenied = ((mode & AccessExecute) != 0 && status.Type != FileType.Directory && (status.Permissions & 0x49) == 0)
                || ((mode & AccessWrite) != 0 && (status.Permissions & 0x92) == 0);
            return isDenied ? Errno.AccessDenied : Errno.Success;
        });
    }

    private JsValue Rename(in NativeCall call)
    {
        var (from, to) = (PathOf(call, 0), PathOf(call, 1));
        var errno = PathOperations.Rename(Host.Paths, Host.Absolute(from), Host.Paths, Host.Absolute(to));
        return Answer(call, 2, errno, "rename", from, to);
    }

    private JsValue Link(in NativeCall call)
    {
        var (from, to) = (PathOf(call, 0), PathOf(call, 1));
        var errno = PathOperations.Link(Host.Paths, Host.Absolute(from), followLast: false, Host.Paths, Host.Absolute(to));
        return Answer(call, 2, errno, "link", from, to);
    }

    /// <summary>symlink(target, path, flags, req).</summary>
    private JsValue SymbolicLink(in NativeCall call)
    {
        var (target, path) = (PathOf(call, 0), PathOf(call, 1));
        return Answer(call, 3, PathOperations.CreateSymbolicLink(Host.Paths, target, Host.Absolute(path)), "symlink", target, path);
    }

    /// <summary>readlink(path, encoding, req).</summary>
    private JsValue ReadLink(in NativeCall call)
    {
        var path = PathOf(call, 0);
        var errno = PathOperations.ReadLink(Host.Paths, Host.Absolute(path), out var target);
        return Answer(call, 2, errno, "readlink", errno == Errno.Success ? NameAs(target, call[1]) : JsValue.Undefined, path);
    }

    /// <summary>realpath(path, encoding, req).</summary>
    private JsValue RealPath(in NativeCall call)
    {
        var path = PathOf(call, 0);
        var errno = RealPath(Host.Absolute(path), out var real);
        return Answer(call, 2, errno, "realpath", errno == Errno.Success ? NameAs(real, call[1]) : JsValue.Undefined, path);
    }

    /// <summary>The path without links, dots and double slashes.</summary>
    private Errno RealPath(string path, out string real)
    {
        real = "/";
        var rest = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var links = 0; rest.TryPop(out var name);)
        {
            if (name == ".")
            {
                continue;
            }

            if (name == "..")
            {
                real = real.LastIndexOf('/') is > 0 and var slash ? real[..slash] : "/";
                continue;
            }

            var next = real == "/" ? "/" + name : $"{real}/{name}";
            var errno = PathOperations.GetStatus(Host.Paths, next, followLast: false, out var status);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (status.Type != FileType.SymbolicLink)
            {
                if (rest.Count > 0 && status.Type != FileType.Directory)
                {
                    return Errno.NotDirectory;
                }

                real = next;
                continue;
            }

            if (++links > PathWalker.MaxSymbolicLinks)
            {
                return Errno.SymbolicLinkLoop;
            }

            errno = PathOperations.ReadLink(Host.Paths, next, out var target);
            if (errno != Errno.Success)
            {
                return errno;
            }

            real = target.StartsWith('/') ? "/" : real;
            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(part);
            }
        }

        return Errno.Success;
    }

    /// <summary>rmSync(path, maxRetries, recursive, retryDelay): removes a file, or a whole tree.</summary>
    private JsValue RemoveSync(in NativeCall call)
    {
        var path = PathOf(call, 0);
        var absolute = Host.Absolute(path);
        var errno = PathOperations.GetStatus(Host.Paths, absolute, followLast: false, out var status);
        if (errno == Errno.NoEntry)
        {
            return JsValue.Undefined;
        }

        if (errno == Errno.Success)
        {
            if (status.Type != FileType.Directory)
            {
                errno = PathOperations.Unlink(Host.Paths, absolute);
            }
            else if (!call.Bool(2))
            {
                return Js.ThrowNew("Error", $"Path is a directory: rm returned EISDIR (is a directory) {path}", "ERR_FS_EISDIR");
            }
            else
            {
                errno = RemoveTree(absolute);
            }
        }

        return errno == Errno.Success ? JsValue.Undefined : UvError.Throw(Host, errno, "rm", path);
    }

    private Errno RemoveTree(string directory)
    {
        var errno = List(directory, out var entries);
        foreach (var entry in entries)
        {
            if (errno != Errno.Success)
            {
                break;
            }

            var path = $"{directory}/{entry.Name}";
            errno = entry.Type == FileType.Directory ? RemoveTree(path) : PathOperations.Unlink(Host.Paths, path);
        }

        return errno == Errno.Success ? PathOperations.RemoveDirectory(Host.Paths, directory) : errno;
    }

    private JsValue ChangeMode(in NativeCall call)
    {
        var mode = (uint)call.Int(1) & 0xFFF;
        return OnPath(call, 2, "chmod", path => PathOperations.SetPermissions(Host.Paths, path, followLast: true, mode));
    }

    private JsValue ChangeModeOfFile(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        if (errno == Errno.Success)
        {
            errno = file.Inode?.SetPermissions((uint)call.Int(1) & 0xFFF) ?? Errno.Invalid;
        }

        return Answer(call, 2, errno, "fchmod");
    }

    /// <summary>utimes(path, atime, mtime, req), in seconds.</summary>
    private JsValue SetTimes(in NativeCall call, string syscall, bool follow)
    {
        var (access, modify) = (Nanoseconds(call.Double(1)), Nanoseconds(call.Double(2)));
        return OnPath(call, 3, syscall, path => PathOperations.SetTimes(Host.Paths, path, follow, access, modify));
    }

    private JsValue SetTimesOfFile(in NativeCall call)
    {
        var errno = FileOf(call, 0, out var file);
        if (errno == Errno.Success)
        {
            errno = file.Inode?.SetTimes(Nanoseconds(call.Double(1)), Nanoseconds(call.Double(2))) ?? Errno.Invalid;
        }

        return Answer(call, 3, errno, "futime");
    }

    private static long Nanoseconds(double seconds) => (long)Math.Round(seconds * 1e3) * 1_000_000;

    /// <summary>legacyMainResolve(package path, main, base): the index in the list of candidates in lib/internal/modules/esm/resolve.js.</summary>
    private JsValue LegacyMainResolve(in NativeCall call)
    {
        string[] suffixes = ["", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"];
        var package = Host.Absolute(PathOf(call, 0)).TrimEnd('/');
        if (call[1].IsString)
        {
            for (var i = 0; i < suffixes.Length; i++)
            {
                if (IsFile($"{package}/{call.Text(1)}{suffixes[i]}"))
                {
                    return i;
                }
            }
        }

        for (var i = 0; i < 3; i++)
        {
            if (IsFile($"{package}{suffixes[4 + i]}"))
            {
                return suffixes.Length + i;
            }
        }

        var from = call[2].IsString ? $" imported from {FileUrl.PathOf(call.Text(2))}" : "";
        return Js.ThrowNew("Error", $"Cannot find package '{package}'{from}", "ERR_MODULE_NOT_FOUND");
    }

    private bool IsFile(string path) =>
        PathOperations.GetStatus(Host.Paths, path, followLast: true, out var status) == Errno.Success && status.Type != FileType.Directory;

    /// <summary>0 for JavaScript, 1 for WebAssembly by its magic number.</summary>
    private JsValue FormatOfExtensionlessFile(in NativeCall call) =>
        TryReadFile(PathOf(call, 0)) is [0, (byte)'a', (byte)'s', (byte)'m', ..] ? 1 : 0;
}
