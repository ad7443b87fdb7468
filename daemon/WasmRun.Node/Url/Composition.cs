using System.Text;

namespace WasmRun.Node.Url;

/// <summary>Canonical composition (UAX #15): the part of NFC that text typed with combining marks needs.</summary>
internal static partial class Composition
{
    private const int LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, SBase = 0xAC00, LCount = 19, VCount = 21, TCount = 28;

    /// <summary>Joins each starter with the marks that have a composed form with it.</summary>
    internal static string Compose(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (points.Count > 0 && Pair(points[^1], rune.Value) is > 0 and int composed) points[^1] = composed;
            else points.Add(rune.Value);
        }
        var output = new StringBuilder(text.Length);
        foreach (int point in points) output.Append(char.ConvertFromUtf32(point));
        return output.ToString();
    }

    private static int Pair(int first, int second)
    {
        if (first is >= LBase and < LBase + LCount && second is >= VBase and < VBase + VCount)
        {
            return SBase + ((first - LBase) * VCount + second - VBase) * TCount;
        }
        if (first is >= SBase and < SBase + LCount * VCount * TCount && (first - SBase) % TCount == 0 && second is > TBase and < TBase + TCount)
        {
            return first + second - TBase;
        }
        // Three numbers an entry, sorted by first and second: first, second, composed.
        int low = 0, high = Pairs.Length / 3 - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = Pairs[middle * 3].CompareTo(first);
            if (order == 0) order = Pairs[middle * 3 + 1].CompareTo(second);
            if (order == 0) return Pairs[middle * 3 + 2];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return 0;
    }
}
