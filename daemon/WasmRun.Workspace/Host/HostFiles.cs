using Microsoft.Win32.SafeHandles;
using WasmRun.Kernel;

namespace WasmRun.Workspace.Host;

/// <summary>
/// The only code that opens or changes files of the folder for guests. Every path is made of the root and of names, each directory on the way is checked
/// to be one (never a link), and the last name is one that the host stores as it is written.
/// </summary>
internal sealed class HostFiles(HostRoot root)
{
    /// <summary>Files of this prefix are half-written replacements: never shown to guests.</summary>
    public const string TemporaryPrefix = ".wasmrun-new-";

    private static readonly TimeSpan _abandonedAfter = TimeSpan.FromHours(1);

    private const FileShare Share = FileShare.ReadWrite | FileShare.Delete;

    public Errno CreateFile(ReadOnlySpan<string> names, uint permissions) => Try(names, (permissions, root), static (path, state) =>
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = Share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = (UnixFileMode)(state.permissions & 0x1FF);
        }

        new FileStream(path, options).Dispose();
        return Errno.Success;
    });

    public Errno CreateDirectory(ReadOnlySpan<string> names, uint permissions) => Try(names, permissions, static (path, permissions) =>
    {
        if (HostStatus.Read(path, out _) == Errno.Success)
        {
            return Errno.Exists;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, (UnixFileMode)(permissions & 0x1FF));
        }

        return Errno.Success;
    });

    /// <summary>Makes a link that stays inside the root.</summary>
    /// <remarks>
    /// Only leading <c>..</c> are taken, and no more than the link is deep: what follows goes down through real directories or
    /// through links of which the same holds.
    /// </remarks>
    /// <returns><see cref="Errno.NotPermitted"/> for a target that is absolute or may lead out.</returns>
    public Errno CreateSymbolicLink(ReadOnlySpan<string> names, string target)
    {
        var parts = target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        var up = parts.TakeWhile(part => part == "..").Count();
        if (target.StartsWith('/') || up >= names.Length || parts.Skip(up).Any(part => part == ".." || !root.Naming.CanStore(part)))
        {
            return Errno.NotPermitted;
        }

        return Try(names, target, static (path, target) =>
        {
            var full = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
            if (OperatingSystem.IsWindows() && Directory.Exists(full))
            {
                Directory.CreateSymbolicLink(path, target.Replace('/', '\\'));
            }
            else
            {
                File.CreateSymbolicLink(path, OperatingSystem.IsWindows() ? target.Replace('/', '\\') : target);
            }

            return Errno.Success;
        });
    }

    /// <summary>Removes a file or a link.</summary>
    public Errno Delete(ReadOnlySpan<string> names) => Try(names, 0, static (path, _) =>
    {
        var errno = HostStatus.Read(path, out var status);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (status.Kind == HostEntryKind.Directory)
        {
            return Errno.IsDirectory;
        }

        // Windows keeps links to directories apart from links to files.
        if (status.Kind == HostEntryKind.Link && OperatingSystem.IsWindows() && (File.GetAttributes(path) & FileAttributes.Directory) != 0)
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }

        return Errno.Success;
    });

    public Errno DeleteDirectory(ReadOnlySpan<string> names) => Try(names, 0, static (path, _) =>
    {
        var errno = HostStatus.Read(path, out var status);
        if (errno == Errno.Success)
        {
            if (status.Kind != HostEntryKind.Directory)
            {
                return Errno.NotDirectory;
            }

            Directory.Delete(path, recursive: false);
        }

        return errno;
    });

    /// <summary>Moves a name, replacing a file or an empty directory that is in the way.</summary>
    public Errno Move(ReadOnlySpan<string> from, ReadOnlySpan<string> to, bool isDirectory)
    {
        var errno = Check(from, out var source);
        return errno != Errno.Success ? errno : Try(to, (source, isDirectory), static (path, state) =>
        {
            if (!state.isDirectory)
            {
                File.Move(state.source, path, overwrite: true);
                return Errno.Success;
            }

            // Directory.Move does not replace; POSIX replaces an empty directory. A rename that only changes case finds itself here.
            if (!string.Equals(state.source, path, StringComparison.OrdinalIgnoreCase)
                && HostStatus.Read(path, out var status) == Errno.Success && status.Kind == HostEntryKind.Directory)
            {
                Directory.Delete(path, recursive: false);
            }

            Directory.Move(state.source, path);
            return Errno.Success;
        });
    }

    public Errno SetTimes(ReadOnlySpan<string> names, long? accessTime, long? modifyTime) =>
        Try(names, (accessTime, modifyTime), static (path, times) =>
        {
            if (times.accessTime is { } access)
            {
                File.SetLastAccessTimeUtc(path, HostStatus.FromNanoseconds(access));
            }

            if (times.modifyTime is { } modify)
            {
                File.SetLastWriteTimeUtc(path, HostStatus.FromNanoseconds(modify));
            }

            return Errno.Success;
        });

    /// <summary>Sets permission bits; Windows has none of these and takes them silently.</summary>
    public Errno SetPermissions(ReadOnlySpan<string> names, uint permissions) => Try(names, permissions, static (path, permissions) =>
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)(permissions & 0x1FF));
        }

        return Errno.Success;
    });

    /// <summary>Opens a file that is there; a link is refused.</summary>
    public Errno Open(ReadOnlySpan<string> names, bool forWriting, out SafeFileHandle? handle)
    {
        SafeFileHandle? opened = null;
        var errno = Check(names, out var path);
        if (errno == Errno.Success)
        {
            errno = Guard((path, forWriting), state =>
            {
                var errno = HostStatus.Read(state.path, out var status);
                if (errno == Errno.Success && status.Kind != HostEntryKind.File)
                {
                    errno = status.Kind == HostEntryKind.Directory ? Errno.IsDirectory : Errno.NotCapable;
                }

                if (errno == Errno.Success)
                {
                    opened = File.OpenHandle(state.path, FileMode.Open, state.forWriting ? FileAccess.ReadWrite : FileAccess.Read, Share);
                }

                return errno;
            });
        }

        handle = opened;
        return errno;
    }

    /// <summary>Removes a half-written replacement that a daemon left when it died.</summary>
    public void DeleteAbandoned(ReadOnlySpan<string> names)
    {
        if (Check(names, out var path) == Errno.Success && HostStatus.Read(path, out var status) == Errno.Success
            && DateTime.UtcNow - HostStatus.FromNanoseconds(status.ModifyTime) > _abandonedAfter)
        {
            Delete(names);
        }
    }

    /// <summary>The host path of names, checked; for reading their status.</summary>
    public Errno Check(ReadOnlySpan<string> names, out string path)
    {
        if (names.Length > 0 && !root.Naming.CanStore(names[^1]))
        {
            path = "";
            return Errno.Invalid;
        }

        return root.Resolve(names, out path);
    }

    private Errno Try<T>(ReadOnlySpan<string> names, T state, Func<string, T, Errno> action)
    {
        var errno = Check(names, out var path);
        return errno != Errno.Success ? errno : Guard((path, state, action), static s => s.action(s.path, s.state));
    }

    private static Errno Guard<T>(T state, Func<T, Errno> action)
    {
        try
        {
            return action(state);
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return HostErrors.ToErrno(exception);
        }
    }
}
