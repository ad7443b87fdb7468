namespace WasmRun.Node.Url;

/// <summary>IPv4 addresses in a URL (WHATWG URL, 3.5): up to four numbers, decimal, octal or hexadecimal, the last filling the rest.</summary>
internal static class Ipv4Host
{
    /// <summary>The last label is a number, so that the host must be an address.</summary>
    internal static bool EndsInNumber(string host)
    {
        string[] parts = host.Split('.');
        int last = parts.Length - 1;
        if (parts[last].Length == 0)
        {
            if (last == 0) return false;
            last--;
        }
        if (parts[last].Length == 0) return false;
        return parts[last].AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 || TryNumber(parts[last], out _);
    }

    internal static bool TryParse(string host, out uint address)
    {
        address = 0;
        string[] parts = host.Split('.');
        int count = parts.Length;
        if (parts[count - 1].Length == 0 && count > 1) count--;
        if (count > 4) return false;
        ulong value = 0;
        for (int i = 0; i < count; i++)
        {
            if (!TryNumber(parts[i], out ulong number)) return false;
            bool isLast = i == count - 1;
            if (isLast ? number >= 1UL << 8 * (5 - count) : number > 255) return false;
            value += isLast ? number : number << 8 * (3 - i);
        }
        address = (uint)value;
        return true;
    }

    internal static string Serialize(uint address) => $"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}";

    /// <summary>Reads one number, prefixed with 0x or 0 for its radix. Too large a number reads as one above any address.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        if (text.IsEmpty) return false;
        uint radix = 10;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) radix = 16;
        else if (text.Length > 1 && text[0] == '0') radix = 8;
        text = text[(radix == 16 ? 2 : radix == 8 ? 1 : 0)..];
        foreach (char c in text)
        {
            int digit = char.IsAsciiHexDigit(c) ? char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10 : 16;
            if (digit >= radix) return false;
            number = Math.Min(number * radix + (uint)digit, 1UL << 40);
        }
        return true;
    }
}
