using WasmRun.Node.Crypto;
using WasmRun.Node.Tests.Oracle;

namespace WasmRun.Node.Tests.Crypto;

public class CryptoTests
{
    [Fact]
    public void Hash_OfEachAlgorithmAndLength_IsTheNativeDigest() => new OracleTable("Hashes.json").Check(row =>
    {
        string name = row.GetProperty("name").GetString()!;
        byte[] message = Message(row.GetProperty("length").GetInt32());
        string? native = row.GetProperty("digest").GetString();
        int output = row.GetProperty("output").GetInt32();
        if (HashFunctions.Create(name) is not { } hash) return native is null ? null : "not supported";
        hash.Update(message.AsSpan(0, message.Length / 2));
        var copy = hash.Clone();
        hash.Update(message.AsSpan(message.Length / 2));
        byte[] digest = new byte[output > 0 ? output : hash.DigestSize];
        hash.Finish(digest);
        copy.Update(message.AsSpan(message.Length / 2));
        byte[] again = new byte[digest.Length];
        copy.Finish(again);
        Assert.Equal(digest, again);
        if (output == 0) Assert.Equal(digest, OneShotHash.Digest(name, message));
        return Hex(digest) == native ? null : Hex(digest);
    });

    [Fact]
    public void Names_AreThoseOfNativeWithoutTheAbsentOnes() => new OracleTable("Hashlist.json").Check(row =>
        HashFunctions.Names.SequenceEqual(row.EnumerateArray().Select(name => name.GetString()!)) ? null : string.Join(",", HashFunctions.Names));

    [Fact]
    public void Hmac_OfEachKeyLength_IsTheNativeCode() => new OracleTable("Hmacs.json").Check(row =>
    {
        var hmac = HmacFunction.Create(row.GetProperty("name").GetString()!, Message(row.GetProperty("key").GetInt32()))!;
        byte[] code = new byte[hmac.Size];
        hmac.Update(Message(row.GetProperty("length").GetInt32()));
        hmac.Finish(code);
        return Hex(code) == row.GetProperty("code").GetString() ? null : Hex(code);
    });

    [Fact]
    public void DerivedKeys_AreTheNativeOnes() => new OracleTable("Keys.json").Check(row =>
    {
        string native = row.GetProperty("key").GetString()!;
        byte[] key = new byte[native.Length / 2];
        byte[] secret = Message(8), salt = Message(16);
        string Name() => row.GetProperty("name").GetString()!;
        bool known = true;
        switch (row.GetProperty("kind").GetString())
        {
            case "pbkdf2":
                known = KeyDerivation.TryPbkdf2(Name(), secret, salt, row.GetProperty("iterations").GetInt32(), key);
                break;
            case "hkdf":
                known = KeyDerivation.TryHkdf(Name(), secret, salt, Message(5), key);
                break;
            default:
                Scrypt.Derive(secret, salt, row.GetProperty("cost").GetInt32(), row.GetProperty("blockSize").GetInt32(),
                    row.GetProperty("parallelization").GetInt32(), key);
                break;
        }
        return known && Hex(key) == native ? null : Hex(key);
    });

    [Fact]
    public void ScryptCheck_OverTheTable_RefusesWhatNativeRefuses() => new OracleTable("ScryptLimits.json").Check(row =>
    {
        ulong Field(string name) => row.GetProperty(name).GetUInt64();
        var ours = Scrypt.Check(Field("cost"), Field("blockSize"), Field("parallelization"), Field("maxmem"));
        return ours.ToString() == row.GetProperty("result").GetString() ? null : ours.ToString();
    });

    [Fact]
    public void Hkdf_OfMoreThan255Digests_IsRefused() =>
        Assert.False(KeyDerivation.TryHkdf("sha256", "a"u8, "b"u8, default, new byte[255 * 32 + 1]));

    [Fact]
    public void TimingSafeEqual_ComparesContents()
    {
        Assert.True(SecureBytes.TimingSafeEqual("abc"u8, "abc"u8));
        Assert.False(SecureBytes.TimingSafeEqual("abc"u8, "abd"u8));
    }

    private static byte[] Message(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + length))];

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
