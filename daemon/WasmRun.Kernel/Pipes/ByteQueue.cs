namespace WasmRun.Kernel.Pipes;

/// <summary>A bounded queue of bytes: the buffer of a pipe or of one direction of a stream. Not synchronised; its owner's lock guards it.</summary>
internal sealed class ByteQueue(int capacity)
{
    private const int FirstSize = 4096;

    private byte[] _ring = [];
    private int _start;

    public int Count { get; private set; }

    public int Free => capacity - Count;

    /// <summary>Takes as much as fits.</summary>
    /// <returns>Bytes taken.</returns>
    public int Write(ReadOnlySpan<byte> source)
    {
        var count = Math.Min(source.Length, Free);
        EnsureRoom(count);
        var end = (_start + Count) % Math.Max(1, _ring.Length);
        var first = Math.Min(count, _ring.Length - end);
        source[..first].CopyTo(_ring.AsSpan(end));
        source[first..count].CopyTo(_ring);
        Count += count;
        return count;
    }

    /// <summary>Gives out the oldest bytes.</summary>
    /// <returns>Bytes given.</returns>
    public int Read(Span<byte> target)
    {
        var count = Peek(target);
        _start = _ring.Length == 0 ? 0 : (_start + count) % _ring.Length;
        Count -= count;
        if (Count == 0)
        {
            _start = 0;
        }

        return count;
    }

    /// <summary>Copies the oldest bytes and leaves them.</summary>
    public int Peek(Span<byte> target)
    {
        var count = Math.Min(target.Length, Count);
        var first = Math.Min(count, _ring.Length - _start);
        _ring.AsSpan(_start, first).CopyTo(target);
        _ring.AsSpan(0, count - first).CopyTo(target[first..]);
        return count;
    }

    public void Clear()
    {
        _ring = [];
        _start = Count = 0;
    }

    /// <summary>Grows by doubling up to the capacity, so that an idle pipe costs nothing.</summary>
    private void EnsureRoom(int more)
    {
        if (Count + more <= _ring.Length)
        {
            return;
        }

        var grown = new byte[Math.Min(capacity, Math.Max(FirstSize, Math.Max(Count + more, _ring.Length * 2)))];
        var count = Peek(grown);
        _ring = grown;
        _start = 0;
        Count = count;
    }
}
