using System.Security.Cryptography;

namespace WasmRun.Node.Crypto;

/// <summary>Random bytes and comparison in constant time.</summary>
public static class SecureBytes
{
    /// <summary>Fills with random bytes of the system: <c>crypto.randomFill</c>.</summary>
    public static void Fill(Span<byte> target) => RandomNumberGenerator.Fill(target);

    /// <summary>Compares two buffers of one length, in a time that does not tell where they differ: <c>crypto.timingSafeEqual</c>.</summary>
    public static bool TimingSafeEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => CryptographicOperations.FixedTimeEquals(a, b);
}
