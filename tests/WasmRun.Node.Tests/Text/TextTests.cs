using System.Text.Json;
using WasmRun.Node.Tests.Oracle;
using WasmRun.Node.Text;

namespace WasmRun.Node.Tests.Text;

public class TextTests
{
    [Fact]
    public void Decode_OverTheTable_GivesNativeStrings() => new OracleTable("Decode.json").Check(row =>
        Same(row, "text", BufferCodec.Decode(Hex(row, "hex"), Encoding(row))));

    [Fact]
    public void Encode_OverTheTable_WritesNativeBytes() => new OracleTable("Encode.json").Check(row =>
    {
        int room = row.GetProperty("room").GetInt32();
        byte[] target = new byte[room];
        Array.Fill(target, (byte)0xEE);
        int written = BufferCodec.Encode(Units(row), target, Encoding(row));
        int shown = row.GetProperty("hex").GetString()!.Length / 2;
        string hex = Convert.ToHexStringLower(target, 0, shown);
        bool same = written == row.GetProperty("written").GetInt32() && hex == row.GetProperty("hex").GetString();
        return same ? null : $"{written} {hex}";
    });

    [Fact]
    public void EncodedLength_OverTheTable_IsByteLength() => new OracleTable("ByteLength.json").Check(row =>
    {
        int ours = BufferCodec.EncodedLength(Units(row), Encoding(row));
        return ours == row.GetProperty("length").GetInt32() ? null : $"{ours}";
    });

    [Fact]
    public void IndexOf_OverTheTable_FindsWhereNativeDoes() => new OracleTable("IndexOf.json").Check(row =>
    {
        byte[] needle = Hex(row, "needle");
        long offset = row.GetProperty("offset").GetInt32();
        bool forward = row.GetProperty("forward").GetBoolean();
        long ours = BufferSearch.IndexOf(Hex(row, "hay"), needle, offset, Encoding(row), forward);
        if (needle.Length == 1) Assert.Equal(ours, BufferSearch.IndexOf(Hex(row, "hay"), needle[0], offset, forward));
        return ours == row.GetProperty("at").GetInt32() ? null : $"{ours}";
    });

    [Fact]
    public void StringDecoder_InAnyChunks_GivesWhatNativeGives() => new OracleTable("StringDecoder.json").Check(row =>
    {
        byte[] state = new byte[StringDecoderState.Size];
        state[StringDecoderState.EncodingField] = (byte)Encoding(row);
        var outputs = new List<string>();
        void Note(string text)
        {
            outputs.Add(text);
            int missing = state[StringDecoderState.MissingBytes];
            outputs.Add($"{missing}/{missing + state[StringDecoderState.BufferedBytes]}");
        }
        foreach (var chunk in row.GetProperty("chunks").EnumerateArray())
        {
            Note(StringDecoderState.Decode(state, Convert.FromHexString(chunk.GetString()!)));
        }
        Note(state[StringDecoderState.BufferedBytes] > 0 ? StringDecoderState.Flush(state) : "");
        bool same = outputs.SequenceEqual(row.GetProperty("outputs").EnumerateArray().Select(Text));
        return same ? null : string.Join(" ", outputs);
    });

    [Fact]
    public void TextConverter_OverTheTable_DecodesAsNative() => new OracleTable("TextDecoder.json").Check(row =>
    {
        bool fatal = row.GetProperty("fatal").GetBoolean(), ignoreBom = row.GetProperty("ignoreBOM").GetBoolean();
        byte[] bytes = Hex(row, "hex");
        string name = row.GetProperty("encoding").GetString()!;
        int step = row.GetProperty("step").GetInt32();
        string? text = "";
        if (name == "utf-8")
        {
            if (!TextConverter.TryDecodeUtf8(bytes, ignoreBom, fatal, out text)) text = null;
        }
        else
        {
            var converter = TextConverter.Create(name, fatal, ignoreBom)!;
            string all = "";
            bool valid = true;
            for (int at = 0; valid && step > 0 && at < bytes.Length; at += step)
            {
                valid = converter.TryDecode(bytes.AsSpan(at, Math.Min(step, bytes.Length - at)), flush: false, out text);
                all += text;
            }
            valid = valid && converter.TryDecode(step > 0 ? [] : bytes, flush: true, out text);
            text = valid ? all + text : null;
        }
        string? native = row.GetProperty("text") is { ValueKind: JsonValueKind.String } value ? Text(value) : null;
        return native == text ? null : text ?? "(malformed)";
    });

    [Fact]
    public void Atob_OverTheTable_AgreesWithNative() => new OracleTable("Atob.json").Check(row =>
    {
        var result = WebBase64.Atob(Units(row), out string decoded);
        var native = row.GetProperty("result");
        bool same = native.ValueKind == JsonValueKind.Number ? native.GetInt32() == (int)result : result == AtobResult.Done && Text(native) == decoded;
        return same ? null : $"{result} {decoded}";
    });

    [Fact]
    public void StringWidth_OverTheTable_AgreesWithNative() => new OracleTable("StringWidth.json").Check(row =>
    {
        int ours = StringWidth.Measure(Units(row));
        return ours == row.GetProperty("width").GetInt32() ? null : $"{ours}";
    });

    [Fact]
    public void Btoa_OfACharacterAboveFf_ReturnsNull()
    {
        Assert.Null(WebBase64.Btoa("\u0100"));
        Assert.Equal("/2E=", WebBase64.Btoa("\u00FFa"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("é€😀")]
    [InlineData("\uD83D")]
    [InlineData("a\uDE00\uD83Db\uD83D\uDE00")]
    public void Wtf8_RoundTrip_KeepsLoneSurrogates(string text)
    {
        byte[] bytes = new byte[Wtf8.MaxLength(text.Length)];
        int written = Wtf8.Encode(text, bytes);
        Assert.Equal(text, Wtf8.Decode(bytes.AsSpan(0, written)));
        Wtf8.ReplaceSurrogates(bytes.AsSpan(0, written));
        Assert.Equal(BufferCodec.Encode(text, BufferEncoding.Utf8), bytes.AsSpan(0, written).ToArray());
    }

    [Fact]
    public void Fill_WithAPattern_RepeatsItAndCutsTheLast()
    {
        byte[] target = new byte[8];
        Assert.True(BufferOperations.Fill(target, "abc"u8));
        Assert.Equal("abcabcab"u8.ToArray(), target);
        Assert.False(BufferOperations.Fill(target, default));
    }

    [Fact]
    public void Swap_OfEachWidth_ReversesTheUnits()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        BufferOperations.Swap16(bytes);
        Assert.Equal([2, 1, 4, 3, 6, 5, 8, 7], bytes);
        BufferOperations.Swap32(bytes);
        Assert.Equal([3, 4, 1, 2, 7, 8, 5, 6], bytes);
        BufferOperations.Swap64(bytes);
        Assert.Equal([6, 5, 8, 7, 2, 1, 4, 3], bytes);
    }

    private static string? Same(JsonElement row, string property, string ours) => Text(row.GetProperty(property)) == ours ? null : ours;

    private static BufferEncoding Encoding(JsonElement row)
    {
        Assert.True(BufferEncodings.TryParse(row.GetProperty("encoding").GetString()!, out var encoding));
        return encoding;
    }

    private static byte[] Hex(JsonElement row, string property) => Convert.FromHexString(row.GetProperty(property).GetString()!);

    private static string Units(JsonElement row) => new([.. row.GetProperty("units").EnumerateArray().Select(unit => (char)unit.GetInt32())]);

    /// <summary>A JSON string that may hold escaped lone surrogates, which GetString refuses.</summary>
    private static string Text(JsonElement value)
    {
        string raw = value.GetRawText()[1..^1];
        if (!raw.Contains('\\', StringComparison.Ordinal)) return raw;
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }
            char c = raw[++i];
            if (c == 'u')
            {
                text.Append((char)Convert.ToInt32(raw.Substring(i + 1, 4), 16));
                i += 4;
                continue;
            }
            text.Append(c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => c });
        }
        return text.ToString();
    }
}
