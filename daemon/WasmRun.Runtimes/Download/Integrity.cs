using System.Security.Cryptography;

namespace WasmRun.Runtimes.Download;

/// <summary>A subresource integrity value, https://www.w3.org/TR/SRI/: here always one SHA-512.</summary>
internal readonly record struct Integrity
{
    private const string Prefix = "sha512-";

    private Integrity(string text) => Text = text;

    public string Text { get; }

    /// <summary>The hash in a form that can be a file's name.</summary>
    public string FileName => Convert.ToHexStringLower(Convert.FromBase64String(Text[Prefix.Length..]).AsSpan(0, 16));

    public static Integrity Parse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.FromBase64String(text[Prefix.Length..]).Length == SHA512.HashSizeInBytes
            ? new Integrity(text)
            : throw new FormatException($"“{text}” is no sha512 integrity value.");

    public static Integrity Of(IncrementalHash sha512) => new(Prefix + Convert.ToBase64String(sha512.GetCurrentHash()));
}
