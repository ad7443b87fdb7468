using System.Text;

namespace WasmRun.Node.Text;

/// <summary>What <see cref="WebBase64.Atob"/> found; the numbers are what <c>internalBinding('buffer').atob</c> returns.</summary>
public enum AtobResult
{
    Done = 0,
    /// <summary>The last group has a single character.</summary>
    NotCorrectlyEncoded = -1,
    /// <summary>A character that is neither base64 nor ASCII white space, or padding where none belongs.</summary>
    InvalidCharacter = -2,
}

/// <summary><c>atob</c> and <c>btoa</c> (WHATWG Infra, forgiving-base64).</summary>
public static class WebBase64
{
    /// <summary>Decodes to a string of one character a byte.</summary>
    public static AtobResult Atob(ReadOnlySpan<char> text, out string decoded)
    {
        decoded = "";
        var digits = new StringBuilder(text.Length);
        int padding = 0;
        foreach (char c in text)
        {
            if (c is ' ' or '\t' or '\n' or '\f' or '\r') continue;
            if (c == '=') padding++;
            else if (padding > 0 || !(char.IsAsciiLetterOrDigit(c) || c is '+' or '/')) return AtobResult.InvalidCharacter;
            else digits.Append(c);
        }
        int rest = digits.Length % 4;
        if (padding > 0 && (rest == 0 || rest + padding != 4)) return AtobResult.InvalidCharacter;
        if (rest == 1) return AtobResult.NotCorrectlyEncoded;
        string whole = digits.ToString();
        byte[] bytes = new byte[Base64Codec.MaxDecodedLength(whole)];
        Base64Codec.Decode(whole, bytes);
        decoded = Encoding.Latin1.GetString(bytes);
        return AtobResult.Done;
    }

    /// <summary>Encodes a string of one character a byte; null when a character is above U+00FF.</summary>
    public static string? Btoa(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExceptInRange('\0', '\u00FF')) return null;
        byte[] bytes = new byte[text.Length];
        Encoding.Latin1.GetBytes(text, bytes);
        return Convert.ToBase64String(bytes);
    }
}
