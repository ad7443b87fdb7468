using System.Buffers.Binary;
using System.Numerics;

namespace WasmRun.Node.Crypto;

/// <summary>RIPEMD-160 (Dobbertin, Bosselaers, Preneel, 1996): two lines of five rounds, joined at the end.</summary>
internal sealed class Ripemd160Hash() : BlockHash(64, bigEndian: false)
{
    private static ReadOnlySpan<byte> Rho => [7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8];

    private static ReadOnlySpan<uint> LeftConstants => [0, 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xA953FD4E];

    private static ReadOnlySpan<uint> RightConstants => [0x50A28BE6, 0x5C4DD124, 0x6D703EF3, 0x7A6D76E9, 0];

    /// <summary>Shifts by round and message word.</summary>
    private static readonly byte[][] Shifts =
    [
        [11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8],
        [12, 13, 11, 15, 6, 9, 9, 7, 12, 15, 11, 13, 7, 8, 7, 7],
        [13, 15, 14, 11, 7, 7, 6, 8, 13, 14, 13, 12, 5, 5, 6, 9],
        [14, 11, 12, 14, 8, 6, 5, 5, 15, 12, 15, 14, 9, 9, 8, 6],
        [15, 12, 13, 13, 9, 5, 8, 6, 14, 11, 12, 11, 8, 6, 5, 5],
    ];

    private uint[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];

    public override int DigestSize => 20;

    protected override int StateSize => 20;

    protected override void CopyState() => state = [.. state];

    protected override void WriteState(Span<byte> target)
    {
        for (int i = 0; i < 5; i++) BinaryPrimitives.WriteUInt32LittleEndian(target[(i * 4)..], state[i]);
    }

    protected override void Compress(ReadOnlySpan<byte> block)
    {
        Span<uint> left = stackalloc uint[5], right = stackalloc uint[5];
        Line(block, left, isLeft: true);
        Line(block, right, isLeft: false);
        uint joined = state[1] + left[2] + right[3];
        state[1] = state[2] + left[3] + right[4];
        state[2] = state[3] + left[4] + right[0];
        state[3] = state[4] + left[0] + right[1];
        state[4] = state[0] + left[1] + right[2];
        state[0] = joined;
    }

    private void Line(ReadOnlySpan<byte> block, Span<uint> result, bool isLeft)
    {
        Span<byte> order = stackalloc byte[16];
        for (int i = 0; i < 16; i++) order[i] = (byte)(isLeft ? i : (9 * i + 5) % 16);
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
        for (int round = 0; round < 5; round++)
        {
            uint constant = isLeft ? LeftConstants[round] : RightConstants[round];
            for (int i = 0; i < 16; i++)
            {
                byte word = order[i];
                uint x = BinaryPrimitives.ReadUInt32LittleEndian(block[(word * 4)..]);
                uint sum = a + Mix(isLeft ? round : 4 - round, b, c, d) + x + constant;
                uint next = BitOperations.RotateLeft(sum, Shifts[round][word]) + e;
                (a, e, d, c, b) = (e, d, BitOperations.RotateLeft(c, 10), b, next);
            }
            for (int i = 0; i < 16; i++) order[i] = Rho[order[i]];
        }
        (result[0], result[1], result[2], result[3], result[4]) = (a, b, c, d, e);
    }

    private static uint Mix(int round, uint x, uint y, uint z) => round switch
    {
        0 => x ^ y ^ z,
        1 => x & y | ~x & z,
        2 => (x | ~y) ^ z,
        3 => x & z | y & ~z,
        _ => x ^ (y | ~z),
    };
}
