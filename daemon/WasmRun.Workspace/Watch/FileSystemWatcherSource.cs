using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Watch;

/// <summary>The platform's own recursive watcher: FSEvents on macOS, ReadDirectoryChangesW on Windows.</summary>
internal sealed class FileSystemWatcherSource(HostRoot root) : IHostEventSource
{
    /// <summary>The most that Windows takes for network drives.</summary>
    private const int BufferBytes = 64 * 1024;

    private FileSystemWatcher? _watcher;

    public void Start(Action<string> touched, Action lost, Action<string> problem)
    {
        void Touch(string path)
        {
            if (root.Relative(path) is { Length: > 0 } relative)
            {
                touched(relative);
            }
        }

        try
        {
            var watcher = new FileSystemWatcher(root.Path)
            {
                IncludeSubdirectories = true,
                InternalBufferSize = BufferBytes,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Created += (_, change) => Touch(change.FullPath);
            watcher.Changed += (_, change) => Touch(change.FullPath);
            watcher.Deleted += (_, change) => Touch(change.FullPath);
            watcher.Renamed += (_, change) =>
            {
                Touch(change.OldFullPath);
                Touch(change.FullPath);
            };
            watcher.Error += (_, _) => lost();
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception) || exception is ArgumentException)
        {
            problem($"Changes in {root.Given} can't be watched ({exception.Message}). Restart the program by hand after an edit.");
        }
    }

    public void Dispose() => _watcher?.Dispose();
}
