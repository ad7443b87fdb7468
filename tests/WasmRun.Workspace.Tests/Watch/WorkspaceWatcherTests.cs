using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Tests.Vfs;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Mirror;
using WasmRun.Workspace.Watch;

namespace WasmRun.Workspace.Tests.Watch;

/// <summary>What becomes of notices, with a source of notices in the test's hand.</summary>
public sealed class WorkspaceWatcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeSource _source = new();
    private readonly WorkspaceWatcher _watcher;
    private readonly BatchLog _log;

    public WorkspaceWatcherTests()
    {
        _folder.Write("a.js", "a");
        _folder.Write("src/b.js", "b");
        _folder.Write(".gitignore", "dist/\n");
        _watcher = new WorkspaceWatcher(_folder.Open(), source: _source);
        _log = new BatchLog(_watcher);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Edits_ThatBelongTogether_AreOneBatch()
    {
        await _watcher.StartAsync();
        _folder.Write("a.js", "a2");
        _folder.Write("src/b.js", "b2");
        _folder.Write("src/new.js", "n");
        foreach (var path in new[] { "a.js", "src/b.js", "src/new.js", "a.js" })
        {
            _source.Touched(path);
        }

        await _log.ForAsync("Created src/new.js");
        Assert.Equal(["Modified a.js", "Modified src/b.js", "Created src/new.js"], _log.Changes);
        Assert.Equal(1, _log.Count);
    }

    [Fact]
    public async Task Touch_WithoutAChange_IsNoBatch()
    {
        await _watcher.StartAsync();
        File.SetLastWriteTimeUtc(_folder.At("a.js"), DateTime.UtcNow.AddMinutes(1));
        _folder.Write("src/b.js", "b");
        await AfterAsync("a.js", "src/b.js");
        Assert.Equal(["Created sentinel"], _log.Changes);
    }

    [Fact]
    public async Task AtomicSave_IsOneModification()
    {
        await _watcher.StartAsync();
        _folder.Write("a.js.tmp123", "saved");
        File.Move(_folder.At("a.js.tmp123"), _folder.At("a.js"), overwrite: true);
        await AfterAsync("a.js.tmp123", "a.js");
        Assert.Equal(["Modified a.js", "Created sentinel"], _log.Changes);
    }

    [Fact]
    public async Task Ignored_IsToldButNoReasonToReload()
    {
        await _watcher.StartAsync();
        _folder.Write("dist/out.js", "x");
        _folder.Write("node_modules/p/index.js", "x");
        _source.Touched("dist/out.js");
        _source.Touched("node_modules/p/index.js");
        await _log.ForAsync("Created node_modules/p/index.js");
        Assert.False(_log.AnyTriggersReload);

        _folder.Write(".gitignore", "");
        _folder.Write("dist/out.js", "y");
        _source.Touched(".gitignore");
        _source.Touched("dist/out.js");
        await _log.ForAsync("Modified dist/out.js");
        Assert.True(_log.AnyTriggersReload);
    }

    [Fact]
    public async Task Directory_BringsAndTakesItsFiles()
    {
        await _watcher.StartAsync();
        _folder.Write("lib/deep/x.js", "x");
        _source.Touched("lib");
        await _log.ForAsync("Created lib/deep/x.js");
        _log.Clear();
        Directory.Delete(_folder.At("lib"), recursive: true);
        _source.Touched("lib");
        await _log.ForAsync("Deleted lib/deep/x.js");
    }

    [Fact]
    public async Task LostNotices_AreMadeUpForByLooking()
    {
        await _watcher.StartAsync();
        _folder.Write("a.js", "changed");
        File.Delete(_folder.At("src/b.js"));
        _folder.Write("src/c.js", "new");
        _source.Lost();
        await _log.ForAsync("Created src/c.js");
        Assert.Equal(["Modified a.js", "Deleted src/b.js", "Created src/c.js"], _log.Changes);
    }

    [Fact]
    public async Task Report_FromTheEditor_AndTheHostsNotice_AreOneChange()
    {
        await _watcher.StartAsync();
        _folder.Write("a.js", "saved");
        _watcher.Report(["a.js", "../outside", "/etc/passwd"]);
        await _log.ForAsync("Modified a.js");
        await AfterAsync("a.js");
        Assert.Equal(["Modified a.js", "Created sentinel"], _log.Changes);
    }

    [Fact]
    public async Task Mirror_IsCurrentAndItsGuestToldBeforeTheBatchIs()
    {
        using var mirror = new MirrorFileSystem(_folder.Open(), SystemClock.Instance, new MirrorOptions { Freshness = TimeSpan.FromHours(1) });
        var tree = new FileTree(mirror);
        Assert.Equal("a", tree.Read("/a.js"));
        var guest = new List<(ChangeKind, string)>();
        mirror.Changes.Changed += change => guest.Add((change.Kind, change.Name));
        using var attached = _watcher.Attach(mirror);
        var seen = new TaskCompletionSource<(string, int)>();
        _watcher.Changed += _ => seen.TrySetResult((tree.Read("/a.js"), guest.Count));
        await _watcher.StartAsync();
        _folder.Write("a.js", "edited");
        _source.Touched("a.js");
        Assert.Equal(("edited", 1), await seen.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal([(ChangeKind.Modified, "a.js")], guest);
    }

    [Fact]
    public async Task WrittenThrough_ByTheGuest_IsNoEdit()
    {
        using var mirror = new MirrorFileSystem(_folder.Open(), SystemClock.Instance, new MirrorOptions { IsWritable = true });
        using var attached = _watcher.Attach(mirror);
        var tree = new FileTree(mirror);
        await _watcher.StartAsync();
        tree.Write("/a.js", "by the guest");
        tree.Write("/data.json", "{}");
        tree.MakeDirectory("/made");
        tree.Unlink("/src/b.js");
        await AfterAsync("a.js", "data.json", "made", "src/b.js");
        Assert.Equal(["Created sentinel"], _log.Changes);

        _folder.Write("a.js", "by the user");
        _source.Touched("a.js");
        await _log.ForAsync("Modified a.js");
    }

    /// <summary>Touches paths and waits until they were examined.</summary>
    private async Task AfterAsync(params string[] paths)
    {
        foreach (var path in paths)
        {
            _source.Touched(path);
        }

        _folder.Write("sentinel", Guid.NewGuid().ToString());
        _source.Touched("sentinel");
        for (var i = 0; i < 1000 && !_log.Changes.Exists(change => change.EndsWith("sentinel", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(10);
        }
    }

    private sealed class FakeSource : IHostEventSource
    {
        public Action<string> Touched { get; private set; } = null!;

        public Action Lost { get; private set; } = null!;

        public void Start(Action<string> touched, Action lost, Action<string> problem) => (Touched, Lost) = (touched, lost);

        public void Dispose()
        {
        }
    }
}
