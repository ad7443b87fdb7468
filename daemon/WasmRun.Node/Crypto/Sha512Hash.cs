using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace WasmRun.Node.Crypto;

/// <summary>SHA-512, SHA-384 and SHA-512/t (FIPS 180-4, 6.4 to 6.7).</summary>
internal sealed class Sha512Hash : BlockHash
{
    private readonly int digestSize;
    private ulong[] state;

    internal Sha512Hash(int digestBits) : base(128, bigEndian: true)
    {
        digestSize = digestBits / 8;
        state = digestBits switch
        {
            512 => PrimeRoots.Square[..8],
            384 => PrimeRoots.Square[8..],
            _ => InitialState(digestBits),
        };
    }

    public override int DigestSize => digestSize;

    protected override int StateSize => 64;

    protected override void CopyState() => state = [.. state];

    protected override void WriteState(Span<byte> target)
    {
        for (int i = 0; i < 8; i++) BinaryPrimitives.WriteUInt64BigEndian(target[(i * 8)..], state[i]);
    }

    /// <summary>The start of SHA-512/t: a digest of the function's own name (5.3.6).</summary>
    private static ulong[] InitialState(int digestBits)
    {
        var generator = new Sha512Hash(512);
        for (int i = 0; i < 8; i++) generator.state[i] ^= 0xA5A5A5A5A5A5A5A5;
        generator.Update(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SHA-512/{digestBits}")));
        generator.Digest();
        return generator.state;
    }

    protected override void Compress(ReadOnlySpan<byte> block)
    {
        Span<ulong> w = stackalloc ulong[80];
        for (int i = 0; i < 16; i++) w[i] = BinaryPrimitives.ReadUInt64BigEndian(block[(i * 8)..]);
        for (int i = 16; i < 80; i++)
        {
            ulong s0 = BitOperations.RotateRight(w[i - 15], 1) ^ BitOperations.RotateRight(w[i - 15], 8) ^ w[i - 15] >> 7;
            ulong s1 = BitOperations.RotateRight(w[i - 2], 19) ^ BitOperations.RotateRight(w[i - 2], 61) ^ w[i - 2] >> 6;
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        ulong a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        var k = PrimeRoots.Cube.AsSpan(0, 80);
        // Eight steps at a time, so that the variables change places in the source and not in the registers.
        for (int i = 0; i < 80; i += 8)
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
    private static void Round(ulong a, ulong b, ulong c, ref ulong d, ulong e, ulong f, ulong g, ref ulong h, ulong word)
    {
        ulong s1 = BitOperations.RotateRight(e, 14) ^ BitOperations.RotateRight(e, 18) ^ BitOperations.RotateRight(e, 41);
        ulong t1 = h + s1 + (e & f ^ ~e & g) + word;
        ulong s0 = BitOperations.RotateRight(a, 28) ^ BitOperations.RotateRight(a, 34) ^ BitOperations.RotateRight(a, 39);
        d += t1;
        h = t1 + s0 + (a & b ^ a & c ^ b & c);
    }
}
