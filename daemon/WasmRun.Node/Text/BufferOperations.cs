using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace WasmRun.Node.Text;

/// <summary>The rest of <c>internalBinding('buffer')</c> that works on bytes alone.</summary>
public static class BufferOperations
{
    /// <summary>-1, 0 or 1, byte by byte, the shorter first when one is the other's beginning.</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Math.Sign(a.SequenceCompareTo(b));

    /// <summary>Fills with repetitions of <paramref name="pattern"/>, the last one cut. False when the pattern is empty.</summary>
    public static bool Fill(Span<byte> target, ReadOnlySpan<byte> pattern)
    {
        if (pattern.IsEmpty) return false;
        if (pattern.Length == 1)
        {
            target.Fill(pattern[0]);
            return true;
        }
        int filled = Math.Min(pattern.Length, target.Length);
        pattern[..filled].CopyTo(target);
        while (filled < target.Length)
        {
            int run = Math.Min(filled, target.Length - filled);
            target[..run].CopyTo(target[filled..]);
            filled += run;
        }
        return true;
    }

    /// <summary>Reverses the bytes of each 16-bit unit; the length must be even.</summary>
    public static void Swap16(Span<byte> bytes)
    {
        var units = MemoryMarshal.Cast<byte, ushort>(bytes);
        BinaryPrimitives.ReverseEndianness(units, units);
    }

    /// <summary>Reverses the bytes of each 32-bit unit; the length must be a multiple of 4.</summary>
    public static void Swap32(Span<byte> bytes)
    {
        var units = MemoryMarshal.Cast<byte, uint>(bytes);
        BinaryPrimitives.ReverseEndianness(units, units);
    }

    /// <summary>Reverses the bytes of each 64-bit unit; the length must be a multiple of 8.</summary>
    public static void Swap64(Span<byte> bytes)
    {
        var units = MemoryMarshal.Cast<byte, ulong>(bytes);
        BinaryPrimitives.ReverseEndianness(units, units);
    }

    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);

    public static bool IsAscii(ReadOnlySpan<byte> bytes) => System.Text.Ascii.IsValid(bytes);
}
