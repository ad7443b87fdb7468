using WasmRun.Kernel;

namespace WasmRun.Workspace.Host;

/// <summary>A host folder that the user opened: the only place from which host paths are made.</summary>
/// <remarks>
/// A path is made of the root and of names one by one, each checked not to be a link: links are data here and never followed, so
/// nothing outside the folder can be reached through one. Links inside the folder are followed by the guest's own path walk.
/// </remarks>
public sealed class HostRoot
{
    private HostRoot(string given, string path, HostNaming naming)
    {
        Given = given;
        Path = path;
        Naming = naming;
    }

    /// <summary>As the user wrote it, made absolute.</summary>
    public string Given { get; }

    /// <summary>Absolute, the links that lead to it resolved.</summary>
    public string Path { get; }

    public HostNaming Naming { get; }

    /// <summary>Opens a folder; a link to one is resolved once, here.</summary>
    /// <returns><see cref="Errno.NoEntry"/>, <see cref="Errno.NotDirectory"/> or <see cref="Errno.AccessDenied"/>.</returns>
    public static Errno Open(string folder, out HostRoot? root, HostNaming? naming = null)
    {
        root = null;
        try
        {
            var given = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
            var target = Directory.ResolveLinkTarget(given, returnFinalTarget: true)?.FullName ?? given;
            var errno = HostStatus.Read(target, out var status);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (status.Kind != HostEntryKind.Directory)
            {
                return Errno.NotDirectory;
            }

            root = new HostRoot(given, System.IO.Path.TrimEndingDirectorySeparator(target), naming ?? HostNaming.Current);
            return Errno.Success;
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception) || exception is ArgumentException)
        {
            return exception is ArgumentException ? Errno.NoEntry : HostErrors.ToErrno(exception);
        }
    }

    /// <summary>A path below a folder that is known to be real. The name is one component.</summary>
    internal static string Join(string folder, string name) =>
        System.IO.Path.EndsInDirectorySeparator(folder) ? folder + name : folder + System.IO.Path.DirectorySeparatorChar + name;

    /// <summary>The host path of names below the root; every directory on the way is checked to be one.</summary>
    /// <returns><see cref="Errno.NoEntry"/> when one is gone, <see cref="Errno.NotCapable"/> when one is a link.</returns>
    internal Errno Resolve(ReadOnlySpan<string> names, out string path)
    {
        path = Path;
        for (var i = 0; i < names.Length; i++)
        {
            path = Join(path, names[i]);
            if (i == names.Length - 1)
            {
                break;
            }

            var errno = HostStatus.Read(path, out var status);
            if (errno != Errno.Success)
            {
                return errno;
            }

            if (status.Kind != HostEntryKind.Directory)
            {
                return status.Kind == HostEntryKind.Link ? Errno.NotCapable : Errno.NotDirectory;
            }
        }

        return Errno.Success;
    }

    /// <summary>The target of a link as a path relative to the link's directory, or null when it leads out of the folder.</summary>
    /// <param name="directory">Host path of the link's directory.</param>
    /// <param name="target">As the host stores it.</param>
    internal string? RelativeTarget(string directory, string target)
    {
        if (target.Length == 0)
        {
            return null;
        }

        var full = System.IO.Path.GetFullPath(target, directory);
        foreach (var root in new[] { Path, Given })
        {
            if (!IsAtOrBelow(root, full))
            {
                continue;
            }

            // A relative target is kept as it was written: it means the same in the guest.
            if (!System.IO.Path.IsPathRooted(target))
            {
                return ToGuest(target);
            }

            var within = System.IO.Path.GetRelativePath(root, full);
            return ToGuest(System.IO.Path.GetRelativePath(directory, System.IO.Path.Combine(Path, within)));
        }

        return null;
    }

    /// <summary>A host path as names relative to the root with slashes; null when it is not below the root.</summary>
    internal string? Relative(string fullPath)
    {
        foreach (var root in new[] { Path, Given })
        {
            if (IsAtOrBelow(root, fullPath))
            {
                return ToGuest(fullPath[root.Length..]).Trim('/');
            }
        }

        return null;
    }

    private bool IsAtOrBelow(string root, string full)
    {
        var comparison = Naming.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return full.StartsWith(root, comparison)
            && (full.Length == root.Length || System.IO.Path.EndsInDirectorySeparator(root) || full[root.Length] == System.IO.Path.DirectorySeparatorChar);
    }

    private static string ToGuest(string path) =>
        System.IO.Path.DirectorySeparatorChar == '/' ? path : path.Replace(System.IO.Path.DirectorySeparatorChar, '/');
}
