using System.Text;

namespace WasmRun.Node.Url;

/// <summary>Punycode (RFC 3492).</summary>
internal static class Punycode
{
    private const int Base = 36, TMin = 1, TMax = 26, Skew = 38, Damp = 700, InitialBias = 72, InitialN = 128;

    /// <summary>Encodes a label, without the xn-- before it.</summary>
    internal static string Encode(string label)
    {
        int[] points = [.. label.EnumerateRunes().Select(rune => rune.Value)];
        var output = new StringBuilder();
        foreach (int point in points)
        {
            if (point < InitialN) output.Append((char)point);
        }
        int basic = output.Length, handled = basic;
        if (basic > 0) output.Append('-');
        int n = InitialN, delta = 0, bias = InitialBias;
        while (handled < points.Length)
        {
            int next = points.Where(point => point >= n).Min();
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (int point in points)
            {
                if (point < n) delta++;
                if (point != n) continue;
                AppendNumber(output, delta, bias);
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            n++;
        }
        return output.ToString();
    }

    /// <summary>Decodes what follows xn--. False for text that no label encodes to.</summary>
    internal static bool TryDecode(string text, out string label)
    {
        label = "";
        int split = text.LastIndexOf('-');
        var points = new List<int>();
        for (int i = 0; i < split; i++)
        {
            if (text[i] >= InitialN) return false;
            points.Add(text[i]);
        }
        long number = 0;
        int n = InitialN, bias = InitialBias;
        for (int at = split + 1; at < text.Length;)
        {
            long before = number, weight = 1;
            for (int k = Base; ; k += Base)
            {
                if (at == text.Length) return false;
                int digit = Digit(text[at++]);
                if (digit < 0) return false;
                number += digit * weight;
                int threshold = Threshold(k, bias);
                if (digit < threshold) break;
                weight *= Base - threshold;
                if (number > int.MaxValue || weight > int.MaxValue) return false;
            }
            int count = points.Count + 1;
            bias = Adapt((int)(number - before), count, before == 0);
            n += (int)(number / count);
            number %= count;
            if (!Rune.IsValid(n)) return false;
            points.Insert((int)number++, n);
        }
        var output = new StringBuilder();
        foreach (int point in points) output.Append(char.ConvertFromUtf32(point));
        label = output.ToString();
        return true;
    }

    private static void AppendNumber(StringBuilder output, int value, int bias)
    {
        for (int k = Base; ; k += Base)
        {
            int threshold = Threshold(k, bias);
            if (value < threshold) break;
            output.Append(Letter(threshold + (value - threshold) % (Base - threshold)));
            value = (value - threshold) / (Base - threshold);
        }
        output.Append(Letter(value));
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, TMin, TMax);

    private static int Adapt(int delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        int k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base) delta /= Base - TMin;
        return k + (Base - TMin + 1) * delta / (delta + Skew);
    }

    private static char Letter(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);

    private static int Digit(char c) => char.IsAsciiLetter(c) ? (c | 0x20) - 'a' : char.IsAsciiDigit(c) ? c - '0' + 26 : -1;
}
