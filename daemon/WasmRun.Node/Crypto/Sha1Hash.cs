using System.Buffers.Binary;
using System.Numerics;

namespace WasmRun.Node.Crypto;

/// <summary>SHA-1 (FIPS 180-4, 6.1).</summary>
internal sealed class Sha1Hash() : BlockHash(64, bigEndian: true)
{
    private uint[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];

    public override int DigestSize => 20;

    protected override int StateSize => 20;

    protected override void CopyState() => state = [.. state];

    protected override void WriteState(Span<byte> target)
    {
        for (int i = 0; i < 5; i++) BinaryPrimitives.WriteUInt32BigEndian(target[(i * 4)..], state[i]);
    }

    protected override void Compress(ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[80];
        for (int i = 0; i < 16; i++) w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (int i = 16; i < 80; i++) w[i] = BitOperations.RotateLeft(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
        for (int i = 0; i < 80; i++)
        {
            var (f, k) = (i / 20) switch
            {
                0 => (b & c | ~b & d, 0x5A827999u),
                1 => (b ^ c ^ d, 0x6ED9EBA1u),
                2 => (b & c | b & d | c & d, 0x8F1BBCDCu),
                _ => (b ^ c ^ d, 0xCA62C1D6u),
            };
            uint next = BitOperations.RotateLeft(a, 5) + f + e + k + w[i];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
