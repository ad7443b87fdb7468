using System.Buffers.Binary;
using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>One buffer of a scatter or gather list: preview1's <c>iovec</c> and <c>ciovec</c>.</summary>
internal readonly record struct IoVector(uint Address, uint Length);

/// <summary>
/// The scatter or gather list of one call, copied out of guest memory and checked before anything is read or written, so
/// that a list which overlaps its own buffers can't change under the call.
/// </summary>
internal sealed class IoVectorList
{
    /// <summary>Linux's IOV_MAX; more buffers are <see cref="Errno.Invalid"/>.</summary>
    public const uint MaxCount = 1024;

    private const uint RecordSize = 8;

    private IoVector[] _vectors = new IoVector[16];
    private int _count;

    /// <summary>Bytes of all buffers together; at most 2 GiB - 1, as POSIX bounds a single call.</summary>
    public int TotalLength { get; private set; }

    public ReadOnlySpan<IoVector> Vectors => _vectors.AsSpan(0, _count);

    public Errno Load(GuestMemory memory, uint address, uint count)
    {
        _count = TotalLength = 0;
        if (count > MaxCount)
        {
            return Errno.Invalid;
        }

        var errno = memory.Slice(address, count * RecordSize, out var table);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (_vectors.Length < count)
        {
            _vectors = new IoVector[MaxCount];
        }

        long total = 0;
        for (var i = 0; i < (int)count; i++)
        {
            var record = table[(i * (int)RecordSize)..];
            var vector = new IoVector(
                BinaryPrimitives.ReadUInt32LittleEndian(record), BinaryPrimitives.ReadUInt32LittleEndian(record[4..]));
            if ((total += vector.Length) > int.MaxValue)
            {
                return Errno.Invalid;
            }

            if (!memory.TrySlice(vector.Address, vector.Length, out _))
            {
                return Errno.Fault;
            }

            _vectors[i] = vector;
        }

        _count = (int)count;
        TotalLength = (int)total;
        return Errno.Success;
    }
}
