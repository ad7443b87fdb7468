using System.Buffers;
using System.Text;

namespace WasmRun.Node.Url;

/// <summary>Percent-encoding (WHATWG URL, 1.3). Each set holds the ASCII characters that stay as they are.</summary>
internal static class UrlEncoding
{
    private const string Digits = "0123456789ABCDEF";

    internal static readonly SearchValues<char> C0Control = Except("");
    internal static readonly SearchValues<char> Fragment = Except(" \"<>`");
    internal static readonly SearchValues<char> Query = Except(" \"#<>");
    internal static readonly SearchValues<char> SpecialQuery = Except(" \"#<>'");
    internal static readonly SearchValues<char> Path = Except(" \"#<>?^`{}");
    internal static readonly SearchValues<char> UserInfo = Except(" \"#<>?^`{}/:;=@[\\]|");

    /// <summary>Encodes what is not in <paramref name="kept"/>; lone surrogates as U+FFFD.</summary>
    internal static string Encode(ReadOnlySpan<char> text, SearchValues<char> kept)
    {
        int first = text.IndexOfAnyExcept(kept);
        if (first < 0) return text.ToString();
        var output = new StringBuilder(text.Length + 16);
        output.Append(text[..first]);
        text = text[first..];
        Span<byte> utf8 = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            if (kept.Contains(text[0]))
            {
                output.Append(text[0]);
                text = text[1..];
                continue;
            }
            Rune.DecodeFromUtf16(text, out var rune, out int units);
            int length = rune.EncodeToUtf8(utf8);
            foreach (byte b in utf8[..length]) output.Append('%').Append(Digits[b >> 4]).Append(Digits[b & 15]);
            text = text[units..];
        }
        return output.ToString();
    }

    /// <summary>Decodes percent-encoded bytes of the text's UTF-8; what is no UTF-8 then becomes U+FFFD.</summary>
    internal static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%')) return text.ToString();
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToArray());
        int written = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                bytes[written++] = Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0];
                i += 2;
            }
            else
            {
                bytes[written++] = bytes[i];
            }
        }
        return Encoding.UTF8.GetString(bytes, 0, written);
    }

    private static SearchValues<char> Except(string encoded) =>
        SearchValues.Create(Enumerable.Range(0x20, 0x7F - 0x20).Select(c => (char)c).Where(c => !encoded.Contains(c)).ToArray());
}
