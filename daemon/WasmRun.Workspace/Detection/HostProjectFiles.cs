using WasmRun.Kernel;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Detection;

/// <summary>A host folder for detection. Links are followed only where they stay inside the folder.</summary>
public sealed class HostProjectFiles(HostRoot root) : IProjectFiles
{
    private const int MaxLinks = 8;

    public string Root => root.Given;

    public IReadOnlyList<string> ListFiles(string directory)
    {
        if (Find(directory, HostEntryKind.Directory) is not { } path)
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return [];
        }
    }

    public byte[]? ReadHead(string path, int maxBytes)
    {
        if (Find(path, HostEntryKind.File) is not { } hostPath)
        {
            return null;
        }

        try
        {
            var info = new FileInfo(hostPath);
            if (maxBytes == 0 || info.Length == 0)
            {
                return [];
            }

            using var file = File.OpenHandle(hostPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[Math.Min(info.Length, maxBytes)];
            var read = RandomAccess.Read(file, buffer, 0);
            return buffer[..read];
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return null;
        }
    }

    /// <summary>The host path of a relative one, links inside the folder resolved; null when it is not there or of another kind.</summary>
    private string? Find(string path, HostEntryKind kind)
    {
        var rest = ProjectFilesExtensions.Normalize(path);
        for (var links = 0; rest is not null && links <= MaxLinks;)
        {
            var names = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
            string? followed = null;
            var current = root.Path;
            for (var i = 0; i < names.Length; i++)
            {
                var directory = current;
                current = HostRoot.Join(directory, names[i]);
                if (!root.Naming.CanStore(names[i]) || HostStatus.Read(current, out var status) != Errno.Success)
                {
                    return null;
                }

                if (status.Kind == HostEntryKind.Link)
                {
                    if (root.RelativeTarget(directory, new FileInfo(current).LinkTarget ?? "") is not { } target)
                    {
                        return null;
                    }

                    followed = string.Join('/', [.. names[..i], target, .. names[(i + 1)..]]);
                    break;
                }

                if (status.Kind != (i == names.Length - 1 ? kind : HostEntryKind.Directory))
                {
                    return null;
                }
            }

            if (followed is null)
            {
                return names.Length > 0 || kind == HostEntryKind.Directory ? current : null;
            }

            rest = ProjectFilesExtensions.Normalize(followed);
            links++;
        }

        return null;
    }
}
