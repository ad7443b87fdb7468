using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WasmRun.Node.Crypto;

/// <summary>SHA-256 and SHA-224 (FIPS 180-4, 6.2 and 6.3).</summary>
internal sealed class Sha256Hash : BlockHash
{
    private static readonly uint[] K = [.. PrimeRoots.Cube.Take(64).Select(root => (uint)(root >> 32))];

    private readonly int digestSize;
    private uint[] state;

    internal Sha256Hash(int digestBits) : base(64, bigEndian: true)
    {
        digestSize = digestBits / 8;
        state = digestBits == 256
            ? [.. PrimeRoots.Square.Take(8).Select(root => (uint)(root >> 32))]
            : [.. PrimeRoots.Square.Skip(8).Select(root => (uint)root)];
    }

    public override int DigestSize => digestSize;

    protected override int StateSize => 32;

    protected override void CopyState() => state = [.. state];

    protected override void WriteState(Span<byte> target)
    {
        for (int i = 0; i < 8; i++) BinaryPrimitives.WriteUInt32BigEndian(target[(i * 4)..], state[i]);
    }

    protected override void Compress(ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (int i = 0; i < 16; i++) w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (int i = 16; i < 64; i++)
        {
            uint s0 = BitOperations.RotateRight(w[i - 15], 7) ^ BitOperations.RotateRight(w[i - 15], 18) ^ w[i - 15] >> 3;
            uint s1 = BitOperations.RotateRight(w[i - 2], 17) ^ BitOperations.RotateRight(w[i - 2], 19) ^ w[i - 2] >> 10;
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        var k = K.AsSpan(0, 64);
        // Eight steps at a time, so that the variables change places in the source and not in the registers.
        for (int i = 0; i < 64; i += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, k[i] + w[i]);
            Round(h, a, b, ref c, d, e, f, ref g, k[i + 1] + w[i + 1]);
            Round(g, h, a, ref b, c, d, e, ref f, k[i + 2] + w[i + 2]);
            Round(f, g, h, ref a, b, c, d, ref e, k[i + 3] + w[i + 3]);
            Round(e, f, g, ref h, a, b, c, ref d, k[i + 4] + w[i + 4]);
            Round(d, e, f, ref g, h, a, b, ref c, k[i + 5] + w[i + 5]);
            Round(c, d, e, ref f, g, h, a, ref b, k[i + 6] + w[i + 6]);
            Round(b, c, d, ref e, f, g, h, ref a, k[i + 7] + w[i + 7]);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint word)
    {
        uint s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
        uint t1 = h + s1 + (e & f ^ ~e & g) + word;
        uint s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
        d += t1;
        h = t1 + s0 + (a & b ^ a & c ^ b & c);
    }
}
