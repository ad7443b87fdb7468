using System.Numerics;

namespace WasmRun.Node.Crypto;

/// <summary>SHA-2's constants: the first 64 bits of the fractional parts of roots of primes (FIPS 180-4, 4.2 and 5.3).</summary>
internal static class PrimeRoots
{
    private static readonly int[] Primes = [.. Enumerable.Range(2, 408).Where(n => Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0))];

    /// <summary>Of the cube roots of the first 80 primes.</summary>
    internal static readonly ulong[] Cube = [.. Primes.Take(80).Select(prime => Fraction(prime, 3))];

    /// <summary>Of the square roots of the first 16 primes.</summary>
    internal static readonly ulong[] Square = [.. Primes.Take(16).Select(prime => Fraction(prime, 2))];

    private static ulong Fraction(int prime, int degree)
    {
        var target = new BigInteger(prime) << 64 * degree;
        BigInteger low = BigInteger.Zero, high = BigInteger.One << 70;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            if (BigInteger.Pow(middle, degree) <= target) low = middle;
            else high = middle;
        }
        return (ulong)(low & ulong.MaxValue);
    }
}
