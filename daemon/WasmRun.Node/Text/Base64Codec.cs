using System.Buffers;
using System.Buffers.Text;

namespace WasmRun.Node.Text;

/// <summary>Base64 as lenient as Buffer's: both alphabets at once, an equals sign ends it, anything else is left out, missing padding forgiven.</summary>
public static class Base64Codec
{
    private const byte None = 0xFF;
    private const byte End = 0xFE;
    private static readonly byte[] Values = MakeValues();

    /// <summary>Upper bound of the decoded length in bytes, counted as Buffer counts it: three bytes for four characters, without padding.</summary>
    public static int MaxDecodedLength(ReadOnlySpan<char> text)
    {
        int length = text.Length;
        if (length > 0 && text[length - 1] == '=') length--;
        if (length > 1 && text[length - 1] == '=') length--;
        return (int)((long)length * 3 >> 2);
    }

    /// <summary>Decodes as much as fits. A last character alone carries too few bits and is dropped.</summary>
    /// <returns>Bytes written.</returns>
    public static int Decode(ReadOnlySpan<char> text, Span<byte> target)
    {
        int written = 0;
        // Runs of valid characters go through the vectorised decoder, whole groups of four at a time.
        if (text.Length >= 64) DecodePrefix(ref text, target, out written);
        uint bits = 0;
        int count = 0;
        foreach (char c in text)
        {
            // Node looks at the low byte of a wider character, so that U+013D ends the text as an equals sign does.
            byte value = Values[(byte)c];
            if (value == None) continue;
            if (value == End) break;
            bits = bits << 6 | value;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            if (written == target.Length) break;
            target[written++] = (byte)(bits >> count);
        }
        return written;
    }

    private static void DecodePrefix(ref ReadOnlySpan<char> text, Span<byte> target, out int written)
    {
        int groups = Math.Min(text.Length, target.Length / 3 * 4) / 4;
        int clean = text[..(groups * 4)].IndexOfAnyExcept(Alphabet);
        int take = (clean < 0 ? groups * 4 : clean) & ~3;
        Span<byte> ascii = take <= 1024 ? stackalloc byte[1024] : new byte[take];
        ascii = ascii[..take];
        System.Text.Ascii.FromUtf16(text[..take], ascii, out _);
        ascii.Replace((byte)'-', (byte)'+');
        ascii.Replace((byte)'_', (byte)'/');
        Base64.DecodeFromUtf8(ascii, target, out int read, out written);
        text = text[read..];
    }

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    private static byte[] MakeValues()
    {
        byte[] values = new byte[256];
        Array.Fill(values, None);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < Alphabet.Length; i++) values[Alphabet[i]] = (byte)i;
        values['-'] = 62;
        values['_'] = 63;
        values['='] = End;
        return values;
    }
}
