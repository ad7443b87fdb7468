using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>Directories: making, listing, temporary ones.</summary>
internal sealed partial class FsBinding
{
    private void RegisterDirectories(NativeRegistrar natives)
    {
        natives.Add("mkdir", MakeDirectory);
        natives.Add("mkdtemp", MakeTemporaryDirectory);
        natives.Add("readdir", ReadDirectory);
        natives.Add("cpSyncCheckPaths", CheckCopy);
        natives.Add("cpSyncOverrideFile", OverrideFile);
        natives.Add("cpSyncCopyDir", CopyDirectory);
    }

    /// <summary>mkdir(path, mode, recursive, req): for a recursive call the first directory made.</summary>
    private JsValue MakeDirectory(in NativeCall call)
    {
        var path = PathOf(call, 0);
        var mode = (uint)call.Int(1) & ~Host.FileModeMask & 0x1FF;
        if (!call.Bool(2))
        {
            return Answer(call, 3, PathOperations.CreateDirectory(Host.Paths, Host.Absolute(path), mode), "mkdir", path);
        }

        var errno = MakeDirectories(AbsolutePath.Normalize(Host.Absolute(path)), mode, out var first);
        return Answer(call, 3, errno, "mkdir", first is null ? JsValue.Undefined : Js.NewString(first), path);
    }

    private Errno MakeDirectories(string path, uint mode, out string? first)
    {
        first = null;
        var missing = new Stack<string>();
        while (true)
        {
            var errno = PathOperations.GetStatus(Host.Paths, path, followLast: true, out var status);
            if (errno == Errno.Success)
            {
                if (status.Type != FileType.Directory)
                {
                    return missing.Count == 0 ? Errno.Exists : Errno.NotDirectory;
                }

                break;
            }

            if (errno != Errno.NoEntry)
            {
                return errno;
            }

            missing.Push(path);
            path = path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";
        }

        first = missing.TryPeek(out var top) ? top : null;
        while (missing.TryPop(out var next))
        {
            var errno = PathOperations.CreateDirectory(Host.Paths, next, mode);
            if (errno != Errno.Success && errno != Errno.Exists)
            {
                return errno;
            }
        }

        return Errno.Success;
    }

    /// <summary>mkdtemp(prefix, encoding, req).</summary>
    private JsValue MakeTemporaryDirectory(in NativeCall call)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var prefix = PathOf(call, 0);
        Errno errno;
        string path;
        do
        {
            path = prefix + System.Security.Cryptography.RandomNumberGenerator.GetString(Letters, 6);
            errno = PathOperations.CreateDirectory(Host.Paths, Host.Absolute(path), 0x1C0);
        }
        while (errno == Errno.Exists);
        return Answer(call, 2, errno, "mkdtemp", errno == Errno.Success ? NameAs(path, call[1]) : JsValue.Undefined, prefix + "XXXXXX");
    }

    /// <summary>readdir(path, encoding, withTypes, req): names, or [names, types].</summary>
    private JsValue ReadDirectory(in NativeCall call)
    {
        var path = PathOf(call, 0);
        var errno = List(Host.Absolute(path), out var entries);
        if (errno != Errno.Success)
        {
            return Answer(call, 3, errno, "scandir", path);
        }

        var names = Js.NewArray();
        var types = call.Bool(2) ? Js.NewArray() : JsValue.Undefined;
        for (var i = 0; i < entries.Count; i++)
        {
            Js.Set(names, (uint)i, NameAs(entries[i].Name, call[1]));
            if (types.IsObject)
            {
                Js.Set(types, (uint)i, DirentType(entries[i].Type));
            }
        }

        return Answer(call, 3, Errno.Success, "scandir", types.IsObject ? Js.NewArray([names, types]) : names);
    }

    /// <summary>A directory's entries without the dots, sorted as libuv's scandir sorts them.</summary>
    internal Errno List(string path, out List<DirectoryEntry> entries)
    {
        entries = [];
        var errno = Host.Paths.Find(path, followLast: true, out var inode);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (inode is not DirectoryInode directory)
        {
            return Errno.NotDirectory;
        }

        for (ulong cookie = 0; (errno = directory.NextEntry(cookie, out var entry)) == Errno.Success; cookie = entry.Cookie)
        {
            entries.Add(entry);
        }

        entries.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return errno == Errno.NoEntry ? Errno.Success : errno;
    }

    /// <summary>UV_DIRENT_*.</summary>
    internal static int DirentType(FileType type) => type switch
    {
        FileType.RegularFile => 1,
        FileType.Directory => 2,
        FileType.SymbolicLink => 3,
        FileType.Pipe => 4,
        FileType.SocketStream or FileType.SocketDatagram => 5,
        FileType.CharacterDevice => 6,
        FileType.BlockDevice => 7,
        _ => 0,
    };

    /// <summary>cpSyncCheckPaths(source, destination, dereference, recursive): refuses what cannot be copied, makes the parent.</summary>
    private JsValue CheckCopy(in NativeCall call)
    {
        var (source, destination) = (PathOf(call, 0), PathOf(call, 1));
        var errno = PathOperations.GetStatus(Host.Paths, Host.Absolute(source), call.Bool(2), out var status);
        if (errno != Errno.Success)
        {
            return UvError.Throw(Host, errno, "cp", source);
        }

        if (status.Type == FileType.Directory && !call.Bool(3))
        {
            return Js.ThrowNew("Error", $"Recursive option not enabled, cannot copy a directory: {source}", "ERR_FS_EISDIR");
        }

        var (from, to) = (AbsolutePath.Normalize(Host.Absolute(source)), AbsolutePath.Normalize(Host.Absolute(destination)));
        if (from == to || (status.Type == FileType.Directory && to.StartsWith(from + "/", StringComparison.Ordinal)))
        {
            return Js.ThrowNew("Error", $"Cannot copy {source} to a subdirectory of self {destination}", "ERR_FS_CP_EINVAL");
        }

        errno = MakeDirectories(to.LastIndexOf('/') is > 0 and var slash ? to[..slash] : "/", 0x1ED, out _);
        return errno == Errno.Success ? JsValue.Undefined : UvError.Throw(Host, errno, "mkdir", destination);
    }

    /// <summary>cpSyncOverrideFile(source, destination, mode, preserveTimestamps).</summary>
    private JsValue OverrideFile(in NativeCall call)
    {
        var (source, destination) = (PathOf(call, 0), PathOf(call, 1));
        var errno = CopyFile(source, destination, exclusive: false);
        return errno == Errno.Success ? JsValue.Undefined : UvError.Throw(Host, errno, "cp", source, destination);
    }

    /// <summary>cpSyncCopyDir(source, destination, force, dereference, errorOnExist, verbatimSymlinks, preserveTimestamps).</summary>
    private JsValue CopyDirectory(in NativeCall call)
    {
        var (source, destination) = (PathOf(call, 0), PathOf(call, 1));
        var errno = CopyTree(Host.Absolute(source), Host.Absolute(destination), force: call.Bool(2), call.Bool(3), errorOnExist: call.Bool(4));
        return errno == Errno.Success ? JsValue.Undefined : UvError.Throw(Host, errno, "cp", source, destination);
    }

    private Errno CopyTree(string source, string destination, bool force, bool dereference, bool errorOnExist)
    {
        var errno = MakeDirectories(AbsolutePath.Normalize(destination), 0x1ED, out _);
        if (errno == Errno.Success)
        {
            errno = List(source, out var entries);
            foreach (var entry in entries)
            {
                var (from, to) = ($"{source}/{entry.Name}", $"{destination}/{entry.Name}");
                if (errno == Errno.Success)
                {
                    errno = CopyEntry(entry.Type, from, to, force, dereference, errorOnExist);
                }
            }
        }

        return errno;
    }

    private Errno CopyEntry(FileType type, string from, string to, bool force, bool dereference, bool errorOnExist)
    {
        if (type == FileType.Directory)
        {
            return CopyTree(from, to, force, dereference, errorOnExist);
        }

        if (type == FileType.SymbolicLink && !dereference)
        {
            var errno = PathOperations.ReadLink(Host.Paths, from, out var target);
            return errno == Errno.Success ? PathOperations.CreateSymbolicLink(Host.Paths, target, to) : errno;
        }

        if (!force && Exists(to))
        {
            return errorOnExist ? Errno.Exists : Errno.Success;
        }

        return CopyFile(from, to, exclusive: false);
    }
}
