using System.Runtime.InteropServices;
using System.Text;

namespace WasmRun.Node.Text;

/// <summary>
/// Conversions between bytes and JavaScript strings as Buffer does them (src/string_bytes.cc). Strings are UTF-16 and may hold lone
/// surrogates; <see cref="Wtf8"/> carries such strings through the engine's UTF-8.
/// </summary>
public static class BufferCodec
{
    /// <summary>The string that <c>buffer.toString(encoding)</c> gives.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, BufferEncoding encoding) => encoding switch
    {
        BufferEncoding.Utf8 or BufferEncoding.Buffer => Encoding.UTF8.GetString(bytes),
        BufferEncoding.Latin1 => Encoding.Latin1.GetString(bytes),
        BufferEncoding.Ascii => DecodeAscii(bytes),
        BufferEncoding.Ucs2 => DecodeUcs2(bytes),
        BufferEncoding.Hex => Convert.ToHexStringLower(bytes),
        BufferEncoding.Base64 => Convert.ToBase64String(bytes),
        BufferEncoding.Base64Url => System.Buffers.Text.Base64Url.EncodeToString(bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    /// <summary>
    /// Room in bytes that <c>Encode</c> needs: exact for all but base64 and hex of broken input, where it is an upper bound.
    /// </summary>
    public static int EncodedLength(ReadOnlySpan<char> text, BufferEncoding encoding) => encoding switch
    {
        BufferEncoding.Utf8 or BufferEncoding.Buffer => Encoding.UTF8.GetByteCount(text),
        BufferEncoding.Latin1 or BufferEncoding.Ascii => text.Length,
        BufferEncoding.Ucs2 => text.Length * 2,
        BufferEncoding.Hex => text.Length / 2,
        BufferEncoding.Base64 or BufferEncoding.Base64Url => Base64Codec.MaxDecodedLength(text),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    /// <summary>
    /// Writes as much of <paramref name="text"/> as fits, whole characters only: <c>buffer.write(text, encoding)</c>.
    /// Hex ends at the first pair that is no hex; base64 leaves out what is no base64; lone surrogates become U+FFFD in UTF-8.
    /// </summary>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> target, BufferEncoding encoding)
    {
        switch (encoding)
        {
            case BufferEncoding.Utf8 or BufferEncoding.Buffer:
                System.Text.Unicode.Utf8.FromUtf16(text, target, out _, out int utf8Written);
                return utf8Written;
            case BufferEncoding.Latin1 or BufferEncoding.Ascii:
                return EncodeLatin1(text, target);
            case BufferEncoding.Ucs2:
                int chars = Math.Min(text.Length, target.Length / 2);
                MemoryMarshal.AsBytes(text[..chars]).CopyTo(target);
                return chars * 2;
            case BufferEncoding.Hex:
                return EncodeHex(text, target);
            case BufferEncoding.Base64 or BufferEncoding.Base64Url:
                return Base64Codec.Decode(text, target);
            default:
                throw new ArgumentOutOfRangeException(nameof(encoding));
        }
    }

    /// <summary>The bytes of <c>Buffer.from(text, encoding)</c>.</summary>
    public static byte[] Encode(ReadOnlySpan<char> text, BufferEncoding encoding)
    {
        byte[] bytes = new byte[EncodedLength(text, encoding)];
        int written = Encode(text, bytes, encoding);
        return written == bytes.Length ? bytes : bytes[..written];
    }

    /// <summary>
    /// UTF-8 of a string, as much as fits: <c>TextEncoder.encodeInto</c>.
    /// </summary>
    /// <param name="text">The string, UTF-16.</param>
    /// <param name="target">Where the bytes go.</param>
    /// <param name="read">UTF-16 units taken.</param>
    /// <param name="written">Bytes written.</param>
    public static void EncodeInto(ReadOnlySpan<char> text, Span<byte> target, out int read, out int written) =>
        System.Text.Unicode.Utf8.FromUtf16(text, target, out read, out written);

    private static string DecodeAscii(ReadOnlySpan<byte> bytes) => Ascii.IsValid(bytes)
        ? Encoding.Latin1.GetString(bytes)
        : string.Create(bytes.Length, bytes, static (chars, source) =>
        {
            // Seven bits count: 0xE9 reads as 0x69.
            for (int i = 0; i < chars.Length; i++) chars[i] = (char)(source[i] & 0x7F);
        });

    private static string DecodeUcs2(ReadOnlySpan<byte> bytes)
    {
        // A string's memory is little-endian UTF-16 on every platform we run on; an odd last byte is left out.
        return string.Create(bytes.Length / 2, bytes, static (chars, source) => source[..(chars.Length * 2)].CopyTo(MemoryMarshal.AsBytes(chars)));
    }

    private static int EncodeLatin1(ReadOnlySpan<char> text, Span<byte> target)
    {
        int count = Math.Min(text.Length, target.Length);
        if (System.Text.Ascii.FromUtf16(text[..count], target, out int done) == System.Buffers.OperationStatus.Done) return count;
        for (int i = done; i < count; i++) target[i] = (byte)text[i]; // the low byte of a wider character
        return count;
    }

    private static int EncodeHex(ReadOnlySpan<char> text, Span<byte> target)
    {
        int count = Math.Min(text.Length / 2, target.Length);
        Convert.FromHexString(text[..(count * 2)], target, out _, out int written);
        return written;
    }
}
