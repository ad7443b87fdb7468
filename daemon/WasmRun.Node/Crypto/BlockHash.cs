using System.Buffers.Binary;

namespace WasmRun.Node.Crypto;

/// <summary>The frame of MD5, SHA-1, SHA-2 and RIPEMD-160: blocks, then a one bit, zeros and the message's length (FIPS 180-4, 5.1).</summary>
internal abstract class BlockHash(int blockSize, bool bigEndian) : HashFunction
{
    private byte[] buffer = new byte[blockSize];
    private int buffered;
    private ulong length;

    public sealed override int BlockSize => blockSize;

    /// <summary>Mixes one block into the state.</summary>
    protected abstract void Compress(ReadOnlySpan<byte> block);

    /// <summary>Writes the whole state, in the algorithm's byte order.</summary>
    protected abstract void WriteState(Span<byte> target);

    /// <summary>Bytes of the state.</summary>
    protected abstract int StateSize { get; }

    /// <summary>Makes the copy's state its own.</summary>
    protected abstract void CopyState();

    public sealed override void Update(ReadOnlySpan<byte> data)
    {
        length += (ulong)data.Length;
        if (buffered > 0)
        {
            int taken = Math.Min(data.Length, blockSize - buffered);
            data[..taken].CopyTo(buffer.AsSpan(buffered));
            buffered += taken;
            data = data[taken..];
            if (buffered < blockSize) return;
            Compress(buffer);
            buffered = 0;
        }
        for (; data.Length >= blockSize; data = data[blockSize..]) Compress(data[..blockSize]);
        data.CopyTo(buffer);
        buffered = data.Length;
    }

    public sealed override void Finish(Span<byte> digest)
    {
        ulong bits = length * 8;
        int lengthSize = blockSize / 8;
        buffer[buffered++] = 0x80;
        if (buffered > blockSize - lengthSize)
        {
            buffer.AsSpan(buffered).Clear();
            Compress(buffer);
            buffered = 0;
        }
        buffer.AsSpan(buffered).Clear();
        if (bigEndian) BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(blockSize - 8), bits);
        else BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(blockSize - 8), bits);
        Compress(buffer);
        Span<byte> state = stackalloc byte[StateSize];
        WriteState(state);
        state[..digest.Length].CopyTo(digest);
    }

    public sealed override HashFunction Clone()
    {
        var copy = (BlockHash)MemberwiseClone();
        copy.buffer = [.. buffer];
        copy.CopyState();
        return copy;
    }
}
