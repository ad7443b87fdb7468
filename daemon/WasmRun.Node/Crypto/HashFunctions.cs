namespace WasmRun.Node.Crypto;

/// <summary>Hash algorithms by the names OpenSSL gives them.</summary>
public static class HashFunctions
{
    /// <summary>What <c>crypto.getHashes()</c> lists: those of Node's list that are here.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "RSA-MD5", "RSA-RIPEMD160", "RSA-SHA1", "RSA-SHA1-2", "RSA-SHA224", "RSA-SHA256", "RSA-SHA3-224", "RSA-SHA3-256", "RSA-SHA3-384",
        "RSA-SHA3-512", "RSA-SHA384", "RSA-SHA512", "RSA-SHA512/224", "RSA-SHA512/256", "id-rsassa-pkcs1-v1_5-with-sha3-224",
        "id-rsassa-pkcs1-v1_5-with-sha3-256", "id-rsassa-pkcs1-v1_5-with-sha3-384", "id-rsassa-pkcs1-v1_5-with-sha3-512", "md5",
        "md5WithRSAEncryption", "ripemd", "ripemd160", "ripemd160WithRSA", "rmd160", "sha1", "sha1WithRSAEncryption", "sha224",
        "sha224WithRSAEncryption", "sha256", "sha256WithRSAEncryption", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "sha384",
        "sha384WithRSAEncryption", "sha512", "sha512-224", "sha512-224WithRSAEncryption", "sha512-256", "sha512-256WithRSAEncryption",
        "sha512WithRSAEncryption", "shake128", "shake256", "ssl3-md5", "ssl3-sha1",
    ];

    /// <summary>Starts a hash. Null for a name of no algorithm here ("Digest method not supported").</summary>
    public static HashFunction? Create(string name) => Canonical(name) switch
    {
        "md5" => new Md5Hash(),
        "sha1" => new Sha1Hash(),
        "sha224" => new Sha256Hash(224),
        "sha256" => new Sha256Hash(256),
        "sha384" => new Sha512Hash(384),
        "sha512" => new Sha512Hash(512),
        "sha512-224" => new Sha512Hash(224),
        "sha512-256" => new Sha512Hash(256),
        "sha3-224" => new KeccakHash(224, 224, isExtendable: false),
        "sha3-256" => new KeccakHash(256, 256, isExtendable: false),
        "sha3-384" => new KeccakHash(384, 384, isExtendable: false),
        "sha3-512" => new KeccakHash(512, 512, isExtendable: false),
        "shake128" => new KeccakHash(128, 128, isExtendable: true),
        "shake256" => new KeccakHash(256, 256, isExtendable: true),
        "ripemd160" => new Ripemd160Hash(),
        _ => null,
    };

    /// <summary>The algorithm's plain name, whatever alias and case are given; the lower-case name itself when it is none.</summary>
    public static string Canonical(string name)
    {
        string plain = name.ToLowerInvariant();
        foreach (string prefix in (ReadOnlySpan<string>)["rsa-", "ssl3-", "id-rsassa-pkcs1-v1_5-with-"])
        {
            if (plain.StartsWith(prefix, StringComparison.Ordinal)) plain = plain[prefix.Length..];
        }
        foreach (string suffix in (ReadOnlySpan<string>)["withrsaencryption", "withrsa"])
        {
            if (plain.EndsWith(suffix, StringComparison.Ordinal)) plain = plain[..^suffix.Length];
        }
        return plain switch
        {
            "sha1-2" or "sha-1" => "sha1",
            "ripemd" or "rmd160" or "ripemd-160" => "ripemd160",
            "sha2-224" or "sha-224" => "sha224",
            "sha2-256" or "sha-256" => "sha256",
            "sha2-384" or "sha-384" => "sha384",
            "sha2-512" or "sha-512" => "sha512",
            "sha512/224" or "sha2-512/224" or "sha-512/224" => "sha512-224",
            "sha512/256" or "sha2-512/256" or "sha-512/256" => "sha512-256",
            "shake-128" => "shake128",
            "shake-256" => "shake256",
            _ => plain,
        };
    }
}
