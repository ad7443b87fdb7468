namespace WasmRun.Workspace.Mirror;

/// <summary>Contents of small files by their inode, the least recently used dropped first.</summary>
internal sealed class ContentCache(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MirrorFile, LinkedListNode<Item>> _items = [];
    private readonly LinkedList<Item> _byUse = new();
    private long _bytes;

    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The content of that version of the file; null when it is not here.</summary>
    public byte[]? Get(MirrorFile file, FileVersion version)
    {
        lock (_lock)
        {
            if (!_items.TryGetValue(file, out var node) || node.Value.Version != version)
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Content;
        }
    }

    public void Put(MirrorFile file, FileVersion version, byte[] content)
    {
        lock (_lock)
        {
            RemoveLocked(file);
            _items.Add(file, _byUse.AddFirst(new Item(file, version, content)));
            _bytes += content.Length;
            while (_bytes > maxBytes)
            {
                RemoveLocked(_byUse.Last!.Value.File);
            }
        }
    }

    public void Remove(MirrorFile file)
    {
        lock (_lock)
        {
            RemoveLocked(file);
        }
    }

    private void RemoveLocked(MirrorFile file)
    {
        if (_items.Remove(file, out var node))
        {
            _byUse.Remove(node);
            _bytes -= node.Value.Content.Length;
        }
    }

    private sealed record Item(MirrorFile File, FileVersion Version, byte[] Content);
}

/// <summary>What tells one content of a host file from the next.</summary>
internal readonly record struct FileVersion(long Size, long ModifyTime);
