using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WasmRun.Node.Crypto;

/// <summary>What is wrong with scrypt's parameters.</summary>
public enum ScryptResult
{
    Done,
    /// <summary>The cost is no power of two above 1, or another parameter is 0 ("Invalid scrypt params").</summary>
    InvalidParameters,
    /// <summary>More memory would be needed than allowed, or the parameters are too large ("memory limit exceeded").</summary>
    MemoryLimitExceeded,
}

/// <summary>scrypt (RFC 7914).</summary>
public static class Scrypt
{
    /// <summary>Checks the parameters as OpenSSL does, without computing anything.</summary>
    /// <param name="cost">N.</param>
    /// <param name="blockSize">r.</param>
    /// <param name="parallelization">p.</param>
    /// <param name="maxMemory">Bytes allowed; 0 for OpenSSL's 32 MiB.</param>
    public static ScryptResult Check(ulong cost, ulong blockSize, ulong parallelization, ulong maxMemory)
    {
        if (cost < 2 || !BitOperations.IsPow2(cost) || blockSize == 0 || parallelization == 0) return ScryptResult.InvalidParameters;
        if (parallelization > ((1UL << 30) - 1) / blockSize) return ScryptResult.MemoryLimitExceeded;
        if (16 * blockSize <= 63 && cost >= 1UL << (int)(16 * blockSize)) return ScryptResult.MemoryLimitExceeded;
        ulong blocks = parallelization * 128 * blockSize;
        ulong limit = maxMemory == 0 ? 32UL << 20 : maxMemory;
        if (cost + 2 > (ulong)int.MaxValue / (32 * blockSize * 4)) return ScryptResult.MemoryLimitExceeded;
        return blocks + 32 * blockSize * (cost + 2) * 4 > limit ? ScryptResult.MemoryLimitExceeded : ScryptResult.Done;
    }

    /// <summary>Fills <paramref name="key"/>; the parameters have passed <see cref="Check"/>.</summary>
    public static void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int cost, int blockSize, int parallelization, Span<byte> key)
    {
        byte[] blocks = new byte[parallelization * 128 * blockSize];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, blocks, 1, HashAlgorithmName.SHA256);
        uint[] x = new uint[32 * blockSize], scratch = new uint[32 * blockSize], memory = new uint[32 * blockSize * cost];
        for (int i = 0; i < parallelization; i++)
        {
            var block = blocks.AsSpan(i * 128 * blockSize, 128 * blockSize);
            for (int j = 0; j < x.Length; j++) x[j] = BinaryPrimitives.ReadUInt32LittleEndian(block[(j * 4)..]);
            Mix(x, scratch, memory, cost);
            for (int j = 0; j < x.Length; j++) BinaryPrimitives.WriteUInt32LittleEndian(block[(j * 4)..], x[j]);
        }
        Rfc2898DeriveBytes.Pbkdf2(password, blocks, key, 1, HashAlgorithmName.SHA256);
    }

    /// <summary>scryptROMix (section 5).</summary>
    private static void Mix(uint[] x, uint[] scratch, uint[] memory, int cost)
    {
        int size = x.Length;
        for (int i = 0; i < cost; i++)
        {
            x.CopyTo(memory, i * size);
            MixBlock(x, scratch);
        }
        for (int i = 0; i < cost; i++)
        {
            int chosen = (int)(x[size - 16] & (uint)(cost - 1));
            Xor(x, memory.AsSpan(chosen * size, size));
            MixBlock(x, scratch);
        }
    }

    /// <summary>scryptBlockMix (section 4): even blocks to the first half, odd ones to the second.</summary>
    private static void MixBlock(uint[] x, uint[] scratch)
    {
        Span<uint> last = stackalloc uint[16];
        x.AsSpan(x.Length - 16).CopyTo(last);
        int count = x.Length / 16;
        for (int i = 0; i < count; i++)
        {
            Xor(last, x.AsSpan(i * 16, 16));
            Salsa(last);
            last.CopyTo(scratch.AsSpan((i / 2 + i % 2 * (count / 2)) * 16));
        }
        scratch.CopyTo(x, 0);
    }

    /// <summary>Salsa20/8 (section 3).</summary>
    private static void Salsa(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[16];
        block.CopyTo(x);
        for (int i = 0; i < 4; i++)
        {
            for (int column = 0; column < 4; column++) QuarterRound(x, column * 5, (column * 5 + 4) % 16, (column * 5 + 8) % 16, (column * 5 + 12) % 16);
            for (int row = 0; row < 4; row++) QuarterRound(x, row * 5, row * 4 + (row + 1) % 4, row * 4 + (row + 2) % 4, row * 4 + (row + 3) % 4);
        }
        for (int i = 0; i < 16; i++) block[i] += x[i];
    }

    private static void QuarterRound(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }

    private static void Xor(Span<uint> target, ReadOnlySpan<uint> other)
    {
        var wide = MemoryMarshal.Cast<uint, Vector<uint>>(target);
        var wideOther = MemoryMarshal.Cast<uint, Vector<uint>>(other);
        for (int i = 0; i < wide.Length; i++) wide[i] ^= wideOther[i];
        for (int i = wide.Length * Vector<uint>.Count; i < target.Length; i++) target[i] ^= other[i];
    }
}
