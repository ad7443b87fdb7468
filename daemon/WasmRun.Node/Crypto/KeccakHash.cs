using System.Buffers.Binary;
using System.Numerics;

namespace WasmRun.Node.Crypto;

/// <summary>SHA-3 and SHAKE (FIPS 202).</summary>
internal sealed class KeccakHash : HashFunction
{
    private static readonly ulong[] RoundConstants = MakeRoundConstants();

    /// <summary>Rho and pi together: where each step of the walk over the lanes reads and writes; the turns are triangular numbers.</summary>
    private static readonly (byte From, byte To, byte Turn)[] Walk = MakeWalk();

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
        while (!data.IsEmpty)
        {
            if (absorbed % 8 == 0 && data.Length >= 8)
            {
                lanes[absorbed / 8] ^= BinaryPrimitives.ReadUInt64LittleEndian(data);
                absorbed += 8;
                data = data[8..];
            }
            else
            {
                Xor(absorbed++, data[0]);
                data = data[1..];
            }
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
        Span<ulong> a = lanes, moved = stackalloc ulong[25];
        foreach (ulong constant in RoundConstants)
        {
            ulong c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20], c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21], c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
            ulong c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23], c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
            ulong d0 = c4 ^ BitOperations.RotateLeft(c1, 1), d1 = c0 ^ BitOperations.RotateLeft(c2, 1), d2 = c1 ^ BitOperations.RotateLeft(c3, 1);
            ulong d3 = c2 ^ BitOperations.RotateLeft(c4, 1), d4 = c3 ^ BitOperations.RotateLeft(c0, 1);
            for (int row = 0; row < 25; row += 5)
            {
                a[row] ^= d0;
                a[row + 1] ^= d1;
                a[row + 2] ^= d2;
                a[row + 3] ^= d3;
                a[row + 4] ^= d4;
            }
            moved[0] = a[0];
            foreach (var (from, to, turn) in Walk) moved[to] = BitOperations.RotateLeft(a[from], turn);
            for (int row = 0; row < 25; row += 5)
            {
                ulong m0 = moved[row], m1 = moved[row + 1], m2 = moved[row + 2], m3 = moved[row + 3], m4 = moved[row + 4];
                a[row] = m0 ^ ~m1 & m2;
                a[row + 1] = m1 ^ ~m2 & m3;
                a[row + 2] = m2 ^ ~m3 & m4;
                a[row + 3] = m3 ^ ~m4 & m0;
                a[row + 4] = m4 ^ ~m0 & m1;
            }
            a[0] ^= constant;
        }
    }

    private static (byte From, byte To, byte Turn)[] MakeWalk()
    {
        var walk = new (byte, byte, byte)[24];
        for (int t = 0, x = 1, y = 0; t < 24; t++)
        {
            (int nextX, int nextY) = (y, (2 * x + 3 * y) % 5);
            walk[t] = ((byte)(x + 5 * y), (byte)(nextX + 5 * nextY), (byte)((t + 1) * (t + 2) / 2 % 64));
            (x, y) = (nextX, nextY);
        }
        return walk;
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
