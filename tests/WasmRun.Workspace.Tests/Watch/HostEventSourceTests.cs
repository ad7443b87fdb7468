using WasmRun.Workspace.Detection;
using WasmRun.Workspace.Watch;

namespace WasmRun.Workspace.Tests.Watch;

/// <summary>The same edits under each source of notices that works here.</summary>
public sealed class HostEventSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Edits_OfEveryKind_AreNoticed(bool isInotify)
    {
        if (isInotify && !OperatingSystem.IsLinux())
        {
            return;
        }

        _folder.Write("a.js", "a");
        _folder.Write("src/deep/b.js", "b");
        using var watcher = new WorkspaceWatcher(_folder.Open(), source: NewSource(isInotify));
        var log = new BatchLog(watcher);
        await watcher.StartAsync();

        _folder.Write("a.js", "in place");
        await log.ForAsync("Modified a.js");
        _folder.Write("src/deep/new.js", "n");
        await log.ForAsync("Created src/deep/new.js");
        _folder.Write("src/deep/.b.js.tmp", "atomic");
        File.Move(_folder.At("src/deep/.b.js.tmp"), _folder.At("src/deep/b.js"), overwrite: true);
        await log.ForAsync("Modified src/deep/b.js");
        File.Delete(_folder.At("a.js"));
        await log.ForAsync("Deleted a.js");
        _folder.Write("made/later/c.js", "c");
        await log.ForAsync("Created made/later/c.js");
        _folder.Write("made/later/c.js", "c again");
        await log.ForAsync("Modified made/later/c.js");
        Directory.Move(_folder.At("src"), _folder.At("moved"));
        await log.ForAsync("Created moved/deep/b.js");
        await log.ForAsync("Deleted src/deep/b.js");
        _folder.Write("moved/deep/b.js", "after the move");
        await log.ForAsync("Modified moved/deep/b.js");
        Directory.Delete(_folder.At("moved"), recursive: true);
        await log.ForAsync("Deleted moved/deep/b.js");
    }

    [Fact]
    public async Task Inotify_DoesNotWatchPackages()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _folder.Write("node_modules/p/index.js", "p");
        _folder.Write("a.js", "a");
        using var watcher = new WorkspaceWatcher(_folder.Open());
        var log = new BatchLog(watcher);
        await watcher.StartAsync();
        _folder.Write("node_modules/p/index.js", "changed");
        _folder.Write("node_modules/q/index.js", "new");
        _folder.Write("a.js", "changed");
        await log.ForAsync("Modified a.js");
        Assert.DoesNotContain(log.Changes, change => change.Contains("node_modules/p", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Changes, change => change.Contains("node_modules/q", StringComparison.Ordinal));
    }

    private IHostEventSource NewSource(bool isInotify)
    {
        var root = _folder.Open();
        return isInotify ? new InotifySource(root, new WatchFilter(new HostProjectFiles(root))) : new FileSystemWatcherSource(root);
    }
}
