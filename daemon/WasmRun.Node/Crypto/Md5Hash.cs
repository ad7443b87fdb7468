using System.Buffers.Binary;
using System.Numerics;

namespace WasmRun.Node.Crypto;

/// <summary>MD5 (RFC 1321).</summary>
internal sealed class Md5Hash() : BlockHash(64, bigEndian: false)
{
    private static readonly uint[] K = [.. Enumerable.Range(1, 64).Select(i => (uint)(Math.Abs(Math.Sin(i)) * 4294967296))];

    /// <summary>Rotations, four a round.</summary>
    private static ReadOnlySpan<byte> Rotations => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    private uint[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];

    public override int DigestSize => 16;

    protected override int StateSize => 16;

    protected override void CopyState() => state = [.. state];

    protected override void WriteState(Span<byte> target)
    {
        for (int i = 0; i < 4; i++) BinaryPrimitives.WriteUInt32LittleEndian(target[(i * 4)..], state[i]);
    }

    protected override void Compress(ReadOnlySpan<byte> block)
    {
        uint a = state[0], b = state[1], c = state[2], d = state[3];
        for (int i = 0; i < 64; i++)
        {
            var (f, word) = (i / 16) switch
            {
                0 => (b & c | ~b & d, i),
                1 => (d & b | ~d & c, 5 * i + 1),
                2 => (b ^ c ^ d, 3 * i + 5),
                _ => (c ^ (b | ~d), 7 * i),
            };
            uint sum = a + f + K[i] + BinaryPrimitives.ReadUInt32LittleEndian(block[(word % 16 * 4)..]);
            (a, d, c, b) = (d, c, b, b + BitOperations.RotateLeft(sum, Rotations[i / 16 * 4 + i % 4]));
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
