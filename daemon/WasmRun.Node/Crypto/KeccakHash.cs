using System.Buffers.Binary;
using System.Numerics;

namespace WasmRun.Node.Crypto;

/// <summary>SHA-3 and SHAKE (FIPS 202).</summary>
internal sealed class KeccakHash : HashFunction
{
    private static readonly ulong[] RoundConstants = MakeRoundConstants();

    private readonly int digestSize, rate;
    private readonly byte suffix;
    private ulong[] lanes = new ulong[25];
    private int absorbed;

    /// <param name="digestBits">Bits of the digest, of SHAKE the default.</param>
    /// <param name="securityBits">Half the capacity.</param>
    /// <param name="isExtendable">SHAKE, not SHA-3.</param>
    internal KeccakHash(int digestBits, int securityBits, bool isExtendable)
    {
        digestSize = digestBits / 8;
        rate = 200 - securityBits / 4;
        suffix = (byte)(isExtendable ? 0x1F : 0x06);
    }

    public override int DigestSize => digestSize;

    public override int BlockSize => rate;

    public override bool IsExtendable => suffix == 0x1F;

    public override void Update(ReadOnlySpan<byte> data)
    {
        foreach (byte b in data)
        {
            Xor(absorbed++, b);
            if (absorbed == rate) Permute();
        }
    }

    public override void Finish(Span<byte> digest)
    {
        Xor(absorbed, suffix);
        Xor(rate - 1, 0x80);
        Permute();
        Span<byte> block = stackalloc byte[200];
        while (!digest.IsEmpty)
        {
            for (int i = 0; i < 25; i++) BinaryPrimitives.WriteUInt64LittleEndian(block[(i * 8)..], lanes[i]);
            int taken = Math.Min(rate, digest.Length);
            block[..taken].CopyTo(digest);
            digest = digest[taken..];
            if (!digest.IsEmpty) Permute();
        }
    }

    public override HashFunction Clone()
    {
        var copy = (KeccakHash)MemberwiseClone();
        copy.lanes = [.. lanes];
        return copy;
    }

    private void Xor(int offset, byte b) => lanes[offset / 8] ^= (ulong)b << offset % 8 * 8;

    private void Permute()
    {
        absorbed = 0;
        Span<ulong> c = stackalloc ulong[5], moved = stackalloc ulong[25];
        for (int round = 0; round < 24; round++)
        {
            for (int x = 0; x < 5; x++) c[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
            for (int i = 0; i < 25; i++) lanes[i] ^= c[(i + 4) % 5] ^ BitOperations.RotateLeft(c[(i + 1) % 5], 1);
            moved[0] = lanes[0];
            // Rho and pi together: the lane after each step of the walk turns by the next triangular number.
            for (int t = 0, x = 1, y = 0; t < 24; t++)
            {
                (int nextX, int nextY) = (y, (2 * x + 3 * y) % 5);
                moved[nextX + 5 * nextY] = BitOperations.RotateLeft(lanes[x + 5 * y], (t + 1) * (t + 2) / 2 % 64);
                (x, y) = (nextX, nextY);
            }
            for (int i = 0; i < 25; i++)
            {
                int row = i / 5 * 5;
                lanes[i] = moved[i] ^ ~moved[row + (i + 1) % 5] & moved[row + (i + 2) % 5];
            }
            lanes[0] ^= RoundConstants[round];
        }
    }

    /// <summary>Bits of the linear register of FIPS 202, 3.2.5.</summary>
    private static ulong[] MakeRoundConstants()
    {
        ulong[] constants = new ulong[24];
        int register = 1;
        for (int round = 0; round < 24; round++)
        {
            for (int j = 0; j <= 6; j++)
            {
                if ((register & 1) != 0) constants[round] |= 1UL << (1 << j) - 1;
                register = register << 1 ^ (register >> 7) * 0x171;
            }
        }
        return constants;
    }
}
