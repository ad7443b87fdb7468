using System.Security.Cryptography;

namespace WasmRun.Node.Crypto;

/// <summary>Digests of data that is all there: <c>crypto.hash</c>, <c>oneShotDigest</c>, jobs. The platform's code where it has the algorithm.</summary>
public static class OneShotHash
{
    /// <summary>The digest, of the algorithm's own length. Null for an algorithm that is not here.</summary>
    public static byte[]? Digest(string hash, ReadOnlySpan<byte> data)
    {
        switch (HashFunctions.Canonical(hash))
        {
            case "sha256":
                return SHA256.HashData(data);
            case "sha384":
                return SHA384.HashData(data);
            case "sha512":
                return SHA512.HashData(data);
        }
        if (HashFunctions.Create(hash) is not { } function) return null;
        function.Update(data);
        return function.Digest();
    }
}
