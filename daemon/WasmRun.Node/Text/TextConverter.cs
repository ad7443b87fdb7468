using System.Text;

namespace WasmRun.Node.Text;

/// <summary>
/// A decoder of one encoding that keeps its place between chunks: the converters of <c>internalBinding('icu')</c> behind
/// <c>TextDecoder</c>. Names are those of the WHATWG Encoding Standard, lower case.
/// </summary>
/// <remarks>
/// The East Asian multi-byte encodings are .NET's code pages: mappings agree with the standard for text in ordinary use, and differ in
/// vendor extensions and in how many bytes one error takes.
/// </remarks>
public sealed class TextConverter
{
    private readonly Decoder decoder;
    private readonly bool ignoreBom;
    private bool bomPassed;

    private TextConverter(Encoding encoding, bool fatal, bool ignoreBom)
    {
        decoder = encoding.GetDecoder();
        decoder.Fallback = fatal ? DecoderFallback.ExceptionFallback : new DecoderReplacementFallback("\uFFFD");
        this.ignoreBom = ignoreBom;
    }

    /// <summary>Makes a converter; null for an encoding that is not supported.</summary>
    /// <param name="name">The encoding's name, such as <c>utf-16le</c> or <c>shift_jis</c>.</param>
    /// <param name="fatal">Malformed input fails instead of becoming U+FFFD.</param>
    /// <param name="ignoreBom">A leading byte-order mark is kept.</param>
    public static TextConverter? Create(string name, bool fatal, bool ignoreBom) =>
        Find(name) is { } encoding ? new TextConverter(encoding, fatal, ignoreBom) : null;

    /// <summary>True when <see cref="Create"/> knows the name.</summary>
    public static bool IsSupported(string name) => Find(name) is not null;

    /// <summary>Decodes a chunk.</summary>
    /// <param name="bytes">The chunk.</param>
    /// <param name="flush">This is the last chunk: an unfinished character is malformed, and the next call starts anew.</param>
    /// <param name="text">What was decoded.</param>
    /// <returns>False for malformed input of a fatal converter, which then starts anew.</returns>
    public bool TryDecode(ReadOnlySpan<byte> bytes, bool flush, out string text)
    {
        text = "";
        try
        {
            char[] chars = new char[decoder.GetCharCount(bytes, flush)];
            int count = decoder.GetChars(bytes, chars, flush);
            int skip = count > 0 && !bomPassed && !ignoreBom && chars[0] == '\uFEFF' ? 1 : 0;
            bomPassed = !flush && (bomPassed || count > 0);
            text = new string(chars, skip, count - skip);
            return true;
        }
        catch (DecoderFallbackException)
        {
            decoder.Reset();
            bomPassed = false;
            return false;
        }
    }

    /// <summary>Decodes UTF-8 in one piece: <c>internalBinding('encoding_binding').decodeUTF8</c>. False for malformed input when fatal.</summary>
    public static bool TryDecodeUtf8(ReadOnlySpan<byte> bytes, bool ignoreBom, bool fatal, out string text)
    {
        text = "";
        if (fatal && !System.Text.Unicode.Utf8.IsValid(bytes)) return false;
        if (!ignoreBom && bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        text = Encoding.UTF8.GetString(bytes);
        return true;
    }

    private static Encoding? Find(string name) => name switch
    {
        "utf-8" => Encoding.UTF8,
        "utf-16le" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        "latin1" or "iso-8859-1" or "us-ascii" => Encoding.Latin1,
        _ => CodePage(name) is > 0 and int page ? CodePagesEncodingProvider.Instance.GetEncoding(page) : null,
    };

    private static int CodePage(string name) => name switch
    {
        "gbk" or "gb18030" => 54936,
        "big5" => 950,
        "euc-jp" => 51932,
        "iso-2022-jp" => 50220,
        "shift_jis" => 932,
        "euc-kr" => 949,
        "ibm866" => 866,
        "koi8-r" => 20866,
        "koi8-u" => 21866,
        "macintosh" => 10000,
        "x-mac-cyrillic" => 10007,
        "windows-874" => 874,
        ['w', 'i', 'n', 'd', 'o', 'w', 's', '-', .. var page] when int.TryParse(page, out int number) && number is >= 1250 and <= 1258 => number,
        // .NET has no ISO 8859-10, -14 and -16, and its table of -8 serves both directions.
        "iso-8859-8-i" => 28598,
        ['i', 's', 'o', '-', '8', '8', '5', '9', '-', .. var part]
            when int.TryParse(part, out int number) && number is (>= 2 and <= 8) or 13 or 15 => 28590 + number,
        _ => 0,
    };
}
