namespace WasmRun.Kernel.Vfs;

/// <summary>Turns paths into inodes: components, <c>.</c> and <c>..</c>, symbolic links, mounts.</summary>
/// <remarks>
/// With a boundary the walk is WASI's: it starts at a pre-opened directory, an absolute path or link is not capable, and so is a
/// <c>..</c> that would leave it. Without one the walk is POSIX's.
/// </remarks>
public sealed class PathWalker
{
    /// <summary>Linux's limit of links followed in one walk.</summary>
    public const int MaxSymbolicLinks = 40;

    /// <summary>PATH_MAX: bytes (here: characters) of a whole path.</summary>
    public const int MaxPathLength = 4096;

    /// <summary>NAME_MAX.</summary>
    public const int MaxNameLength = 255;

    private readonly MountTable _mounts;
    private readonly DirectoryInode? _boundary;

    private PathWalker(MountTable mounts, DirectoryInode? boundary)
    {
        _mounts = mounts;
        _boundary = boundary;
    }

    /// <summary>Walks as POSIX: absolute paths start at the root, others at <paramref name="start"/>.</summary>
    /// <param name="followLast">Whether a symbolic link at the very end is followed.</param>
    public static Errno Walk(MountTable mounts, DirectoryInode start, string path, bool followLast, out PathLookup lookup) =>
        new PathWalker(mounts, null).Walk(start, path, followLast, out lookup);

    /// <summary>Walks as WASI: never above or outside <paramref name="boundary"/>, else <see cref="Errno.NotCapable"/>.</summary>
    public static Errno WalkBeneath(MountTable mounts, DirectoryInode boundary, string path, bool followLast, out PathLookup lookup) =>
        new PathWalker(mounts, boundary).Walk(boundary, path, followLast, out lookup);

    private Errno Walk(DirectoryInode start, string path, bool followLast, out PathLookup lookup)
    {
        lookup = default;
        if (path.Length == 0)
        {
            return Errno.NoEntry;
        }

        if (path.Length > MaxPathLength)
        {
            return Errno.NameTooLong;
        }

        if (path.Contains('\0'))
        {
            return _boundary is null ? Errno.NoEntry : Errno.Invalid;
        }

        // What is still to be walked, the next component on top. Targets of links are pushed in front of the rest.
        var rest = new Stack<string>();
        var current = start;
        var errno = Push(rest, path, ref current, out var mustBeDirectory);
        if (errno != Errno.Success)
        {
            return errno;
        }

        lookup = new PathLookup(current, "", current, mustBeDirectory);
        for (var links = 0; rest.TryPop(out var name);)
        {
            if (name == "..")
            {
                if (_boundary is not null && current == _boundary)
                {
                    return Errno.NotCapable;
                }

                current = _mounts.ParentOf(current);
                lookup = new PathLookup(current, "", current, mustBeDirectory);
                continue;
            }

            if (name.Length > MaxNameLength)
            {
                return Errno.NameTooLong;
            }

            errno = current.Lookup(name, out var inode);
            if (errno == Errno.NoEntry && rest.Count == 0)
            {
                lookup = new PathLookup(current, name, null, mustBeDirectory);
                return Errno.Success;
            }

            if (errno != Errno.Success)
            {
                return errno;
            }

            if (inode!.Type == FileType.SymbolicLink && (rest.Count > 0 || followLast || mustBeDirectory))
            {
                if (++links > MaxSymbolicLinks)
                {
                    return Errno.SymbolicLinkLoop;
                }

                var isLast = rest.Count == 0;
                errno = inode.ReadLink(out var target);
                if (errno == Errno.Success)
                {
                    errno = Push(rest, target, ref current, out var targetMustBeDirectory);
                    mustBeDirectory |= isLast && targetMustBeDirectory;
                }

                if (errno != Errno.Success)
                {
                    return errno;
                }

                lookup = new PathLookup(current, "", current, mustBeDirectory);
                continue;
            }

            if (inode is DirectoryInode directory)
            {
                var parent = current;
                current = _mounts.Covering(directory);
                lookup = new PathLookup(parent, name, current, mustBeDirectory);
                continue;
            }

            if (rest.Count > 0 || (mustBeDirectory && inode.Type != FileType.SymbolicLink))
            {
                return Errno.NotDirectory;
            }

            lookup = new PathLookup(current, name, inode, mustBeDirectory);
        }

        return Errno.Success;
    }

    private Errno Push(Stack<string> rest, string path, ref DirectoryInode current, out bool endsInSlash)
    {
        endsInSlash = path.EndsWith('/') || path.EndsWith("/.", StringComparison.Ordinal) || path == ".";
        if (path.Length == 0)
        {
            return Errno.NoEntry;
        }

        if (path[0] == '/')
        {
            if (_boundary is not null)
            {
                return Errno.NotCapable;
            }

            current = _mounts.Root;
        }

        var components = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = components.Length - 1; i >= 0; i--)
        {
            if (components[i] != ".")
            {
                rest.Push(components[i]);
            }
        }

        return Errno.Success;
    }
}
