using System.Buffers;

namespace WasmRun.Node.Http;

/// <summary>Character sets of RFC 9110 and RFC 9112, as llhttp bounds them.</summary>
internal static class HttpChars
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal static readonly SearchValues<byte> Token = Set(Alphanumeric + "!#$%&'*+-.^_`|~");
    internal static readonly SearchValues<byte> Url = Set(Alphanumeric + "!\"$%&'()*+,-./:;<=>@[\\]^_`{|}~");
    internal static readonly SearchValues<byte> UserInfo = Set(Alphanumeric + "-_.!~*'()%;:&=+$,[]");

    /// <summary>Tab, visible characters and everything from 0x80.</summary>
    internal static readonly SearchValues<byte> Value = Set(Bytes(c => c is 0x09 or >= 0x20 and not 0x7F));

    /// <summary>What relaxed header values hold: all but NUL, CR and LF.</summary>
    internal static readonly SearchValues<byte> RelaxedValue = Set(Bytes(c => c is not (0x00 or 0x0A or 0x0D)));

    /// <summary>A header value's characters without the comma.</summary>
    internal static readonly SearchValues<byte> ListItem = Set(Bytes(c => c is 0x09 or >= 0x20 and not (0x7F or (byte)',')));

    /// <summary>What a quoted chunk extension holds unescaped.</summary>
    internal static readonly SearchValues<byte> Quoted = Set(Bytes(c => c is 0x09 or >= 0x20 and not (0x7F or (byte)'"' or (byte)'\\')));

    /// <summary>Bytes of <paramref name="data"/> from the start that are in the set.</summary>
    internal static int Span(ReadOnlySpan<byte> data, SearchValues<byte> set)
    {
        int end = data.IndexOfAnyExcept(set);
        return end < 0 ? data.Length : end;
    }

    /// <summary>Compares with an ASCII lower-case word in any case.</summary>
    internal static bool EqualsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);

    private static SearchValues<byte> Set(string characters) => SearchValues.Create(System.Text.Encoding.Latin1.GetBytes(characters));

    private static SearchValues<byte> Set(byte[] bytes) => SearchValues.Create(bytes);

    private static byte[] Bytes(Func<byte, bool> predicate) => [.. Enumerable.Range(0, 256).Select(c => (byte)c).Where(predicate)];
}
