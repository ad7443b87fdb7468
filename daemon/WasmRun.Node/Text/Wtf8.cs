using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace WasmRun.Node.Text;

/// <summary>
/// UTF-8 that also carries lone surrogates, three bytes each (the WTF-8 encoding): how a JavaScript string crosses the engine's
/// UTF-8 interface without loss.
/// </summary>
public static class Wtf8
{
    /// <summary>Room in bytes for any string of that many UTF-16 units.</summary>
    public static int MaxLength(int units) => units * 3;

    /// <summary>Encodes a string, lone surrogates kept. The target must have <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> target)
    {
        int total = 0;
        for (; ; )
        {
            var status = Utf8.FromUtf16(text, target[total..], out int read, out int written, replaceInvalidSequences: false);
            total += written;
            text = text[read..];
            if (status == OperationStatus.Done || text.IsEmpty) return total;
            char lone = text[0];
            target[total++] = (byte)(0xE0 | lone >> 12);
            target[total++] = (byte)(0x80 | lone >> 6 & 0x3F);
            target[total++] = (byte)(0x80 | lone & 0x3F);
            text = text[1..];
        }
    }

    /// <summary>Decodes to UTF-16, lone surrogates kept; anything else that is no UTF-8 becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        char[] chars = ArrayPool<char>.Shared.Rent(bytes.Length);
        int total = 0;
        while (!bytes.IsEmpty)
        {
            Utf8.ToUtf16(bytes, chars.AsSpan(total), out int read, out int written, replaceInvalidSequences: false);
            total += written;
            bytes = bytes[read..];
            if (bytes.IsEmpty) break;
            if (IsSurrogate(bytes))
            {
                chars[total++] = (char)(0xD000 | (bytes[1] & 0x3F) << 6 | bytes[2] & 0x3F);
                bytes = bytes[3..];
                continue;
            }
            Rune.DecodeFromUtf8(bytes, out var replacement, out int consumed);
            chars[total++] = (char)replacement.Value;
            bytes = bytes[consumed..];
        }
        string text = new(chars, 0, total);
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    /// <summary>
    /// Turns WTF-8 into UTF-8 in place: each lone surrogate becomes U+FFFD, which has the same three bytes of room.
    /// A surrogate pair written as two is not expected.
    /// </summary>
    public static void ReplaceSurrogates(Span<byte> bytes)
    {
        for (int at; (at = bytes.IndexOf((byte)0xED)) >= 0; bytes = bytes[(at + 1)..])
        {
            if (IsSurrogate(bytes[at..])) "\uFFFD"u8.CopyTo(bytes[at..]);
        }
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && bytes[0] == 0xED && bytes[1] is >= 0xA0 and <= 0xBF && bytes[2] is >= 0x80 and <= 0xBF;
}
