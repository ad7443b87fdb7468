using System.Globalization;
using System.Text;

namespace WasmRun.Node.Url;

/// <summary>
/// Domain names of all scripts to ASCII and back: UTS #46, non-transitional, as URLs use it (no check of hyphens, lengths or STD3).
/// </summary>
/// <remarks>
/// .NET's own normalisation and IdnMapping depend on the platform's data, which this program does without, so the tables are here. Not
/// done: reordering the marks of a decomposed name; of the rules for both directions (RFC 5893) only that letters don't mix.
/// </remarks>
public static partial class Idna
{
    private const string Prefix = "xn--";

    /// <summary>Maps, normalises and encodes a domain. Null when it has a character or label that no domain may have.</summary>
    public static string? ToAscii(string domain)
    {
        if (Ascii.IsValid(domain)) return domain.ToLowerInvariant();
        if (Map(domain) is not { } mapped) return null;
        string[] labels = Composition.Compose(mapped).Split('.');
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i].StartsWith(Prefix, StringComparison.Ordinal))
            {
                if (!IsValidEncoded(labels[i])) return null;
            }
            else if (!Ascii.IsValid(labels[i]))
            {
                if (!IsValidLabel(labels[i])) return null;
                labels[i] = Prefix + Punycode.Encode(labels[i]);
            }
        }
        return string.Join('.', labels);
    }

    /// <summary>Decodes the labels that are Punycode; any other stays as it is.</summary>
    public static string ToUnicode(string domain)
    {
        if (!domain.Contains(Prefix, StringComparison.Ordinal)) return domain;
        string[] labels = domain.Split('.');
        for (int i = 0; i < labels.Length; i++)
        {
            if (IsValidEncoded(labels[i]) && Punycode.TryDecode(labels[i][Prefix.Length..], out string label)) labels[i] = label;
        }
        return string.Join('.', labels);
    }

    private static bool IsValidEncoded(string label)
    {
        if (!label.StartsWith(Prefix, StringComparison.Ordinal) || !Ascii.IsValid(label)) return false;
        if (!Punycode.TryDecode(label[Prefix.Length..], out string decoded) || decoded.Length == 0 || Ascii.IsValid(decoded)) return false;
        return Map(decoded) == decoded && Composition.Compose(decoded) == decoded && IsValidLabel(decoded);
    }

    /// <summary>No mark begins a label, a joiner follows a virama, and a label with letters read from the right has no others.</summary>
    private static bool IsValidLabel(string label)
    {
        if (CharUnicodeInfo.GetUnicodeCategory(label, 0)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) return false;
        int previous = 0;
        bool hasRightToLeft = false, hasLeftToRight = false, startsRightToLeft = false;
        foreach (var rune in label.EnumerateRunes())
        {
            if (rune.Value is 0x200C or 0x200D && Viramas.BinarySearch(previous) < 0) return false;
            bool isRightToLeft = Rune.IsLetter(rune) && IsRightToLeft(rune.Value);
            hasRightToLeft |= isRightToLeft;
            hasLeftToRight |= Rune.IsLetter(rune) && !isRightToLeft;
            startsRightToLeft |= isRightToLeft && previous == 0;
            previous = rune.Value;
        }
        return !hasRightToLeft || startsRightToLeft && !hasLeftToRight;
    }

    /// <summary>The blocks of scripts written from right to left (Hebrew to Arabic Extended, their presentation forms, and planes above).</summary>
    private static bool IsRightToLeft(int point) => point
        is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    private static string? Map(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                output.Append(char.ToLowerInvariant((char)rune.Value));
                continue;
            }
            switch (StatusOf(rune.Value))
            {
                case Status.Valid:
                    output.Append(rune);
                    break;
                case Status.Mapped:
                    AppendMapping(output, rune.Value);
                    break;
                case Status.Disallowed:
                    return null;
            }
        }
        return output.ToString();
    }

    private static readonly string[] LongTextList = LongTexts.Split('\n');

    private enum Status
    {
        Valid = 0,
        Disallowed = 1,
        Ignored = 2,
        Mapped = 3,
    }

    private static Status StatusOf(int point)
    {
        int index = StatusRuns.BinarySearch(point * 4 + 3);
        int run = index < 0 ? ~index - 1 : index;
        return run < 0 ? Status.Valid : (Status)(StatusRuns[run] & 3);
    }

    private static void AppendMapping(StringBuilder output, int point)
    {
        int index = LongMappings.BinarySearch(point);
        if (index >= 0)
        {
            output.Append(LongTextList[index]);
            return;
        }
        // Four numbers a run: first, last, step, what to add.
        int low = 0, high = ShiftRuns.Length / 4 - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (ShiftRuns[middle * 4] <= point) low = middle;
            else high = middle - 1;
        }
        output.Append(char.ConvertFromUtf32(point + ShiftRuns[low * 4 + 3]));
    }
}
