namespace WasmRun.Kernel.Vfs.Overlay;

/// <summary>Reading a directory: own names and those that show through, each under a cookie that it keeps.</summary>
internal sealed partial class OverlayDirectory
{
    private readonly Dictionary<string, ulong> _cookies = new(StringComparer.Ordinal);
    private readonly SortedList<ulong, string> _byCookie = [];
    private ulong _lastCookie;
    private bool _isMerged;

    public override Errno NextEntry(ulong cookie, out DirectoryEntry entry)
    {
        lock (_owner.TreeLock)
        {
            entry = default;

            // A reader that starts over sees the lower directory as it is now; one that goes on keeps its place.
            if (cookie == 0 || !_isMerged)
            {
                var errno = MergeCookies();
                if (errno != Errno.Success)
                {
                    return errno;
                }
            }

            for (var index = FirstAfter(cookie); index < _byCookie.Count; index++)
            {
                var name = _byCookie.GetValueAtIndex(index);
                if (Find(name, out var inode) == Errno.Success)
                {
                    entry = new DirectoryEntry(name, inode!.Number, inode.Type, _byCookie.GetKeyAtIndex(index));
                    return Errno.Success;
                }
            }

            return Errno.NoEntry;
        }
    }

    private List<string> VisibleNames() => TryVisibleNames(out var names) == Errno.Success ? names : [.. OwnNames()];

    private Errno TryVisibleNames(out List<string> names)
    {
        names = [];
        var errno = Errno.Success;
        for (ulong cookie = 0; LowerDirectory is not null;)
        {
            errno = LowerDirectory.NextEntry(cookie, out var entry);
            if (errno != Errno.Success)
            {
                break;
            }

            cookie = entry.Cookie;
            if (!_own.ContainsKey(entry.Name))
            {
                names.Add(entry.Name);
            }
        }

        names.AddRange(OwnNames());

        // NoEntry is the end of the lower directory, or that it is gone: what the overlay has is there all the same.
        return errno == Errno.NoEntry ? Errno.Success : errno;
    }

    private IEnumerable<string> OwnNames() => _own.Where(entry => entry.Value is not null).Select(entry => entry.Key);

    private Errno MergeCookies()
    {
        var errno = TryVisibleNames(out var names);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var visible = names.ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _cookies.Keys.Where(name => !visible.Contains(name)).ToList())
        {
            RemoveCookie(gone);
        }

        foreach (var name in names)
        {
            AddCookie(name);
        }

        _isMerged = true;
        return Errno.Success;
    }

    private void AddCookie(string name)
    {
        if (_cookies.TryAdd(name, _lastCookie + 1))
        {
            _byCookie.Add(++_lastCookie, name);
        }
    }

    private void RemoveCookie(string name)
    {
        if (_cookies.Remove(name, out var cookie))
        {
            _byCookie.Remove(cookie);
        }
    }

    private int FirstAfter(ulong cookie)
    {
        var (low, high) = (0, _byCookie.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _byCookie.GetKeyAtIndex(middle) <= cookie ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
