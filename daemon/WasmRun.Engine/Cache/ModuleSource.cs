using System.Security.Cryptography;

namespace WasmRun.Engine;

/// <summary>A module to load: a file or bytes, binary or text format.</summary>
public sealed class ModuleSource
{
    private readonly Lazy<byte[]> _binary;
    private readonly string? _knownSha256;

    private ModuleSource(string name, Func<byte[]> read, string? knownSha256)
    {
        Name = name;
        _knownSha256 = knownSha256?.ToLowerInvariant();
        _binary = new(() => WasmText.ToBinary(read(), name));
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>The binary module, read when first asked for.</summary>
    /// <exception cref="InvalidModuleException">The file cannot be read or is no module.</exception>
    public byte[] Binary => _binary.Value;

    /// <summary>SHA-256 of <see cref="Binary"/>, lower-case hexadecimal.</summary>
    public string Sha256 => _knownSha256 ?? Convert.ToHexStringLower(SHA256.HashData(Binary));

    /// <param name="path">The file.</param>
    /// <param name="knownSha256">
    /// The file's hash where the caller has verified it (a runtime of the catalogue): a start from the cache then does not
    /// read the module at all.
    /// </param>
    public static ModuleSource FromFile(string path, string? knownSha256 = null) =>
        new(Path.GetFileName(path), () => Read(path), knownSha256);

    public static ModuleSource FromBytes(string name, byte[] bytes, string? knownSha256 = null) => new(name, () => bytes, knownSha256);

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidModuleException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
