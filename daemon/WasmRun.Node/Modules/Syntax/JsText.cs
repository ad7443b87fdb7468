using System.Buffers;

namespace WasmRun.Node.Modules.Syntax;

/// <summary>Character classes of ECMA-262 (12.2 white space, 12.3 line terminators, 12.7 names) over UTF-8 bytes.</summary>
internal static class JsText
{
    /// <summary>Line feed, carriage return, and the lead byte of U+2028 and U+2029: where a line may end.</summary>
    internal static readonly SearchValues<byte> LineEndLeads = SearchValues.Create(0x0A, 0x0D, 0xE2);

    internal static bool IsNameStart(byte c) =>
        (uint)((c | 0x20) - 'a') < 26 || c is (byte)'$' or (byte)'_' or (byte)'\\' || c >= 0x80;

    internal static bool IsNamePart(byte c) => IsNameStart(c) || IsDigit(c);

    internal static bool IsDigit(byte c) => (uint)(c - '0') < 10;

    /// <summary>Length in bytes of the white space or line terminator at the start of <paramref name="text"/>; 0 when there is none.</summary>
    internal static int SpaceLength(ReadOnlySpan<byte> text, out bool lineEnd)
    {
        lineEnd = false;
        if (text.IsEmpty) return 0;
        switch (text[0])
        {
            case 0x20 or 0x09 or 0x0B or 0x0C:
                return 1;
            case 0x0A or 0x0D:
                lineEnd = true;
                return 1;
            case < 0x80:
                return 0;
            default:
                return UnicodeSpaceLength(text, out lineEnd);
        }
    }

    /// <summary>Length of the line terminator at the start of <paramref name="text"/> (CR and LF count one each); 0 when there is none.</summary>
    internal static int LineEndLength(ReadOnlySpan<byte> text)
    {
        int length = SpaceLength(text, out bool lineEnd);
        return lineEnd ? length : 0;
    }

    private static int UnicodeSpaceLength(ReadOnlySpan<byte> text, out bool lineEnd)
    {
        lineEnd = false;
        if (text[0] == 0xC2) return text.Length > 1 && text[1] == 0xA0 ? 2 : 0; // U+00A0
        if (text.Length < 3) return 0;
        int code = (text[0] & 0x0F) << 12 | (text[1] & 0x3F) << 6 | text[2] & 0x3F;
        if ((text[0] & 0xF0) != 0xE0) return 0;
        lineEnd = code is 0x2028 or 0x2029;
        return lineEnd || code is 0xFEFF or 0x1680 or 0x202F or 0x205F or 0x3000 or (>= 0x2000 and <= 0x200A) ? 3 : 0;
    }
}
