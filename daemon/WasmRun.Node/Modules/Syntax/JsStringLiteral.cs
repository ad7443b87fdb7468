using System.Globalization;
using System.Text;

namespace WasmRun.Node.Modules.Syntax;

/// <summary>The value of a JavaScript string literal (ECMA-262, 12.9.4).</summary>
internal static class JsStringLiteral
{
    /// <summary>Decodes <paramref name="literal"/>, quotes included. False for a broken escape.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> literal, out string value)
    {
        var body = literal[1..^1];
        if (body.IndexOf((byte)'\\') < 0)
        {
            value = Encoding.UTF8.GetString(body);
            return true;
        }
        var text = new StringBuilder(body.Length);
        value = "";
        while (!body.IsEmpty)
        {
            int escape = body.IndexOf((byte)'\\');
            text.Append(Encoding.UTF8.GetString(escape < 0 ? body : body[..escape]));
            if (escape < 0) break;
            body = body[(escape + 1)..];
            if (!TryEscape(ref body, text)) return false;
        }
        value = text.ToString();
        return true;
    }

    private static bool TryEscape(ref ReadOnlySpan<byte> body, StringBuilder text)
    {
        if (body.IsEmpty) return false;
        byte c = body[0];
        int lineEnd = JsText.LineEndLength(body);
        if (lineEnd > 0)
        {
            body = body[(body.StartsWith("\r\n"u8) ? 2 : lineEnd)..];
            return true;
        }
        if (c is (byte)'x') return TryHex(ref body, text, body.Length >= 3 ? body[1..3] : default, 3);
        if (c is (byte)'u')
        {
            if (body.Length < 2 || body[1] != '{') return TryHex(ref body, text, body.Length >= 5 ? body[1..5] : default, 5);
            int close = body.IndexOf((byte)'}');
            return close > 2 && TryHex(ref body, text, body[2..close], close + 1);
        }
        if (c is >= (byte)'0' and <= (byte)'7')
        {
            AppendOctal(ref body, text);
            return true;
        }
        if (c >= 0x80)
        {
            Rune.DecodeFromUtf8(body, out var rune, out int length);
            text.Append(rune);
            body = body[length..];
            return true;
        }
        text.Append(c switch
        {
            (byte)'n' => '\n',
            (byte)'t' => '\t',
            (byte)'r' => '\r',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'v' => '\v',
            _ => (char)c,
        });
        body = body[1..];
        return true;
    }

    private static bool TryHex(ref ReadOnlySpan<byte> body, StringBuilder text, ReadOnlySpan<byte> digits, int consumed)
    {
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) || code > 0x10FFFF || code < 0)
        {
            return false;
        }
        if (code < 0x10000) text.Append((char)code);
        else text.Append(char.ConvertFromUtf32(code));
        body = body[consumed..];
        return true;
    }

    /// <summary>An octal escape of sloppy mode, one to three digits up to \377 (ECMA-262, 12.9.4 LegacyOctalEscapeSequence).</summary>
    private static void AppendOctal(ref ReadOnlySpan<byte> body, StringBuilder text)
    {
        int code = 0, used = 0;
        int limit = body[0] <= '3' ? 3 : 2;
        while (used < limit && used < body.Length && body[used] is >= (byte)'0' and <= (byte)'7') code = code * 8 + body[used++] - '0';
        text.Append((char)code);
        body = body[used..];
    }
}
