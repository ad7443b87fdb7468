namespace WasmRun.Node.Crypto;

/// <summary>
/// A hash being computed. .NET's own can't be copied midway, as <c>hash.copy()</c> must, and depend on what the platform's library has;
/// these are plain code, the same everywhere.
/// </summary>
public abstract class HashFunction
{
    /// <summary>Bytes of a digest; of an extendable function the default.</summary>
    public abstract int DigestSize { get; }

    /// <summary>Bytes of a block: what HMAC pads its key to.</summary>
    public abstract int BlockSize { get; }

    /// <summary>The digest may have any length: SHAKE.</summary>
    public virtual bool IsExtendable => false;

    /// <summary>Takes more of the message.</summary>
    public abstract void Update(ReadOnlySpan<byte> data);

    /// <summary>
    /// Ends the message and fills <paramref name="digest"/>: its first bytes when it is short, more than <see cref="DigestSize"/> only of an
    /// extendable function. The state is used up.
    /// </summary>
    public abstract void Finish(Span<byte> digest);

    /// <summary>A second hash that goes on from here.</summary>
    public abstract HashFunction Clone();

    /// <summary>The digest of the whole message.</summary>
    public byte[] Digest()
    {
        byte[] digest = new byte[DigestSize];
        Finish(digest);
        return digest;
    }
}
