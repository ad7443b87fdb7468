namespace WasmRun.Node.Crypto;

/// <summary>HMAC (RFC 2104) over any hash of <see cref="HashFunctions"/>.</summary>
public sealed class HmacFunction
{
    private readonly HashFunction keyedInner, keyedOuter;
    private HashFunction inner;

    private HmacFunction(HashFunction hash, ReadOnlySpan<byte> key)
    {
        Span<byte> block = stackalloc byte[hash.BlockSize];
        block.Clear();
        if (key.Length > block.Length)
        {
            var keyHash = hash.Clone();
            keyHash.Update(key);
            keyHash.Finish(block[..keyHash.DigestSize]);
        }
        else
        {
            key.CopyTo(block);
        }
        keyedInner = Keyed(hash, block, 0x36);
        keyedOuter = Keyed(hash, block, 0x5C);
        inner = keyedInner.Clone();
    }

    /// <summary>Bytes of the code.</summary>
    public int Size => keyedOuter.DigestSize;

    /// <summary>Starts a code. Null for an algorithm that is not here ("Invalid digest").</summary>
    public static HmacFunction? Create(string hash, ReadOnlySpan<byte> key) =>
        HashFunctions.Create(hash) is { IsExtendable: false } function ? new HmacFunction(function, key) : null;

    public void Update(ReadOnlySpan<byte> data) => inner.Update(data);

    /// <summary>Fills <paramref name="code"/>, which has <see cref="Size"/> bytes, and starts over with the same key.</summary>
    public void Finish(Span<byte> code)
    {
        inner.Finish(code[..Size]);
        var outer = keyedOuter.Clone();
        outer.Update(code[..Size]);
        outer.Finish(code[..Size]);
        inner = keyedInner.Clone();
    }

    private static HashFunction Keyed(HashFunction hash, ReadOnlySpan<byte> key, byte mask)
    {
        Span<byte> pad = stackalloc byte[key.Length];
        for (int i = 0; i < pad.Length; i++) pad[i] = (byte)(key[i] ^ mask);
        var keyed = hash.Clone();
        keyed.Update(pad);
        return keyed;
    }
}
