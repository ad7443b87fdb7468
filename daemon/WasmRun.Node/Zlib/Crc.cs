namespace WasmRun.Node.Zlib;

/// <summary><c>zlib.crc32</c>.</summary>
public static class Crc
{
    /// <summary>CRC-32 of the data, going on from <paramref name="seed"/> (0 at the start).</summary>
    public static unsafe uint Crc32(ReadOnlySpan<byte> data, uint seed)
    {
        // A null pointer asks the library for its start value.
        if (data.IsEmpty) return seed;
        fixed (byte* bytes = data) return ZlibNative.Crc32(seed, bytes, data.Length);
    }
}
