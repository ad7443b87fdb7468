using System.Diagnostics;

namespace WasmRun.Workspace.Watch;

/// <summary>Gathers touched paths until they are quiet for a moment, or for the longest that one waits.</summary>
internal sealed class ChangeGatherer : IDisposable
{
    private readonly Lock _lock = new();
    private readonly WatchOptions _options;
    private readonly Action<IReadOnlyCollection<string>, bool, long> _flush;
    private readonly Timer _timer;
    private HashSet<string> _paths = new(StringComparer.Ordinal);
    private bool _isLost;
    private long _firstSeen;

    /// <param name="options">How long to wait.</param>
    /// <param name="flush">Takes the paths, whether notices were lost, and when the first came. May be called again before it returns.</param>
    public ChangeGatherer(WatchOptions options, Action<IReadOnlyCollection<string>, bool, long> flush)
    {
        _options = options;
        _flush = flush;
        _timer = new Timer(static self => ((ChangeGatherer)self!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Touch(string path) => Add([path], isLost: false, isWhole: false);

    public void Lose() => Add([], isLost: true, isWhole: false);

    /// <summary>Paths whose writer said that it is done: there is nothing to wait for.</summary>
    public void Announce(IEnumerable<string> paths) => Add(paths, isLost: false, isWhole: true);

    public void Dispose() => _timer.Dispose();

    private void Add(IEnumerable<string> paths, bool isLost, bool isWhole)
    {
        lock (_lock)
        {
            if (_paths.Count == 0 && !_isLost)
            {
                _firstSeen = Stopwatch.GetTimestamp();
            }

            _paths.UnionWith(paths);
            _isLost |= isLost;
            var left = _options.MaxDelay - Stopwatch.GetElapsedTime(_firstSeen);
            var due = isWhole || left < TimeSpan.Zero ? TimeSpan.Zero : left < _options.Quiet ? left : _options.Quiet;
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void Flush()
    {
        HashSet<string> paths;
        bool isLost;
        long firstSeen;
        lock (_lock)
        {
            (paths, _paths) = (_paths, new HashSet<string>(StringComparer.Ordinal));
            (isLost, _isLost) = (_isLost, false);
            firstSeen = _firstSeen;
        }

        if (paths.Count > 0 || isLost)
        {
            _flush(paths, isLost, firstSeen);
        }
    }
}
