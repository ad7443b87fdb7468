using System.Globalization;
using System.Text;

namespace WasmRun.Node.Url;

/// <summary>IPv6 addresses in a URL (WHATWG URL, 3.5 and 3.6; the form of RFC 5952).</summary>
internal static class Ipv6Host
{
    /// <summary>Parses what stands between the brackets.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out ushort[] pieces)
    {
        pieces = new ushort[8];
        int piece = 0, compress = -1;
        if (text.StartsWith(":"))
        {
            if (!text.StartsWith("::")) return false;
            text = text[2..];
            compress = 0;
        }
        while (!text.IsEmpty)
        {
            if (piece == 8) return false;
            if (text[0] == ':')
            {
                if (compress >= 0) return false;
                text = text[1..];
                compress = piece;
                continue;
            }
            int digits = 0;
            while (digits < 4 && digits < text.Length && char.IsAsciiHexDigit(text[digits])) digits++;
            if (digits < text.Length && text[digits] == '.')
            {
                if (digits == 0 || piece > 6 || !TryIpv4(text, out pieces[piece], out pieces[piece + 1])) return false;
                piece += 2;
                text = default;
                break;
            }
            if (digits == 0) return false;
            pieces[piece++] = ushort.Parse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            text = text[digits..];
            if (text.IsEmpty) break;
            if (text[0] != ':' || text.Length == 1) return false;
            text = text[1..];
        }
        if (compress < 0) return piece == 8;
        // The pieces after the gap move to the end. A gap may stand for a single piece, but for one at least.
        int moved = piece - compress;
        pieces.AsSpan(compress, moved).CopyTo(pieces.AsSpan(8 - moved));
        pieces.AsSpan(compress, 8 - piece).Clear();
        return piece < 8;
    }

    internal static string Serialize(ushort[] pieces)
    {
        var (start, length) = LongestZeros(pieces);
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++)
        {
            if (length > 1 && i == start)
            {
                text.Append(i == 0 ? "::" : ":");
                i += length - 1;
                continue;
            }
            text.Append(CultureInfo.InvariantCulture, $"{pieces[i]:x}");
            if (i < 7) text.Append(':');
        }
        return text.ToString();
    }

    /// <summary>The dotted last half: four decimal numbers without leading zeros.</summary>
    private static bool TryIpv4(ReadOnlySpan<char> text, out ushort high, out ushort low)
    {
        high = low = 0;
        Span<int> numbers = stackalloc int[4];
        for (int i = 0; i < 4; i++)
        {
            int digits = 0;
            while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
            if (digits is 0 or > 3 || digits > 1 && text[0] == '0') return false;
            numbers[i] = int.Parse(text[..digits], CultureInfo.InvariantCulture);
            if (numbers[i] > 255) return false;
            text = text[digits..];
            if (i == 3) break;
            if (!text.StartsWith(".")) return false;
            text = text[1..];
        }
        high = (ushort)(numbers[0] << 8 | numbers[1]);
        low = (ushort)(numbers[2] << 8 | numbers[3]);
        return text.IsEmpty;
    }

    private static (int Start, int Length) LongestZeros(ushort[] pieces)
    {
        int bestStart = -1, bestLength = 0;
        for (int i = 0; i < 8; i++)
        {
            int end = i;
            while (end < 8 && pieces[end] == 0) end++;
            if (end - i > bestLength) (bestStart, bestLength) = (i, end - i);
        }
        return (bestStart, bestLength);
    }
}
