using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WasmRun.Node.Crypto;

/// <summary>PBKDF2 (RFC 8018, 5.2) and HKDF (RFC 5869).</summary>
public static class KeyDerivation
{
    /// <summary>Fills <paramref name="key"/>. False for a hash that is not here.</summary>
    public static bool TryPbkdf2(string hash, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, Span<byte> key)
    {
        HashAlgorithmName? platform = HashFunctions.Canonical(hash) switch
        {
            "sha1" => HashAlgorithmName.SHA1,
            "sha256" => HashAlgorithmName.SHA256,
            "sha384" => HashAlgorithmName.SHA384,
            "sha512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (platform is { } fast)
        {
            // Many thousand rounds are usual, and the platform's are several times faster.
            Rfc2898DeriveBytes.Pbkdf2(password, salt, key, iterations, fast);
            return true;
        }
        if (HmacFunction.Create(hash, password) is not { } hmac) return false;
        Span<byte> counter = stackalloc byte[4], block = stackalloc byte[hmac.Size], sum = stackalloc byte[hmac.Size];
        for (int number = 1; !key.IsEmpty; number++)
        {
            BinaryPrimitives.WriteInt32BigEndian(counter, number);
            hmac.Update(salt);
            hmac.Update(counter);
            hmac.Finish(block);
            block.CopyTo(sum);
            for (int i = 1; i < iterations; i++)
            {
                hmac.Update(block);
                hmac.Finish(block);
                for (int j = 0; j < sum.Length; j++) sum[j] ^= block[j];
            }
            int taken = Math.Min(sum.Length, key.Length);
            sum[..taken].CopyTo(key);
            key = key[taken..];
        }
        return true;
    }

    /// <summary>Fills <paramref name="key"/>. False for a hash that is not here, or a key of more than 255 digests.</summary>
    public static bool TryHkdf(string hash, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> key)
    {
        if (HmacFunction.Create(hash, salt) is not { } extract || key.Length > 255 * extract.Size) return false;
        Span<byte> block = stackalloc byte[extract.Size];
        extract.Update(secret);
        extract.Finish(block);
        var expand = HmacFunction.Create(hash, block)!;
        for (byte number = 1; !key.IsEmpty; number++)
        {
            if (number > 1) expand.Update(block);
            expand.Update(info);
            expand.Update([number]);
            expand.Finish(block);
            int taken = Math.Min(block.Length, key.Length);
            block[..taken].CopyTo(key);
            key = key[taken..];
        }
        return true;
    }
}
