using System.Text;
using WasmRun.Node.Tests.Oracle;
using WasmRun.Node.Zlib;

namespace WasmRun.Node.Tests.Zlib;

public class ZlibTests
{
    private const int SyncFlush = 2, Finish = 4;

    [Fact]
    public void Write_OfEachStreamOfTheTable_InflatesOrFailsAsNative() => new OracleTable("Inflate.json").Check(row =>
    {
        var mode = (ZlibMode)row.GetProperty("mode").GetInt32();
        byte[] input = row.GetProperty("input").GetBytesFromBase64();
        using var handle = Open(mode);
        byte[] output = Process(handle, mode == ZlibMode.BrotliDecode ? 2 : Finish, input, 64, out var error);
        var native = row.GetProperty("error");
        if (native.ValueKind == System.Text.Json.JsonValueKind.Array)
        {
            bool same = error is { } e && e.Message == native[0].GetString()
                && (mode == ZlibMode.BrotliDecode ? native[1].GetString()!.StartsWith(e.Code, StringComparison.Ordinal) || e.Code == native[1].GetString() : e.Code == native[1].GetString() && e.Errno == native[2].GetInt32());
            return same ? null : error?.ToString() ?? "no error";
        }
        return error is null && output.AsSpan().SequenceEqual(row.GetProperty("output").GetBytesFromBase64()) ? null : $"{error} {output.Length} bytes";
    });

    [Fact]
    public void Crc32_OverTheTable_AgreesWithNative() => new OracleTable("Crc32.json").Check(row =>
    {
        uint ours = Crc.Crc32(Encoding.UTF8.GetBytes(row.GetProperty("text").GetString()!), row.GetProperty("seed").GetUInt32());
        return ours == row.GetProperty("crc").GetUInt32() ? null : $"{ours}";
    });

    [Theory]
    [InlineData(ZlibMode.Deflate, ZlibMode.Inflate, 9, 0)]
    [InlineData(ZlibMode.Gzip, ZlibMode.Gunzip, 1, 0)]
    [InlineData(ZlibMode.Gzip, ZlibMode.Unzip, -1, 2)]
    [InlineData(ZlibMode.DeflateRaw, ZlibMode.InflateRaw, 6, 3)]
    [InlineData(ZlibMode.DeflateRaw, ZlibMode.InflateRaw, 0, 0)]
    [InlineData(ZlibMode.BrotliEncode, ZlibMode.BrotliDecode, 5, 0)]
    public void RoundTrip_ThroughSmallBuffers_GivesTheInput(ZlibMode compress, ZlibMode expand, int level, int strategy)
    {
        byte[] data = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"line {i * i % 97}\n")));
        int finish = compress == ZlibMode.BrotliEncode ? 2 : Finish;
        using var writer = Open(compress, level, strategy);
        byte[] packed = Process(writer, finish, data, 17, out var error);
        Assert.Null(error);
        Assert.True(level == 0 || packed.Length < data.Length / 2);
        using var reader = Open(expand);
        Assert.Equal(data, Process(reader, finish, packed, 1000, out error));
        Assert.Null(error);
    }

    [Fact]
    public void Write_WithSyncFlush_LetsTheReaderSeeAllSoFar()
    {
        using var writer = Open(ZlibMode.Deflate);
        using var reader = Open(ZlibMode.Inflate);
        foreach (string text in new[] { "first", "second", "third" })
        {
            byte[] packed = Process(writer, SyncFlush, Encoding.ASCII.GetBytes(text), 100, out _);
            Assert.Equal(text, Encoding.ASCII.GetString(Process(reader, SyncFlush, packed, 100, out var error)));
            Assert.Null(error);
        }
    }

    [Theory]
    [InlineData(ZlibMode.Gzip)]
    [InlineData(ZlibMode.BrotliEncode)]
    public void Reset_AfterAStream_StartsTheSameAgain(ZlibMode mode)
    {
        using var handle = Open(mode);
        int finish = mode == ZlibMode.BrotliEncode ? 2 : Finish;
        byte[] first = Process(handle, finish, "data"u8, 100, out _);
        Assert.Null(handle.Reset());
        Assert.Equal(first, Process(handle, finish, "data"u8, 100, out _));
    }

    [Fact]
    public void Create_WithAPresetDictionary_SaysThatItFailed()
    {
        Assert.Null(ZlibHandle.Create(ZlibMode.Deflate, 15, 6, 8, 0, "abc"u8, out var error));
        Assert.Equal("Failed to set dictionary", error?.Message);
    }

    private static ICompressionHandle Open(ZlibMode mode, int level = 6, int strategy = 0)
    {
        if (mode is ZlibMode.BrotliDecode or ZlibMode.BrotliEncode)
        {
            var brotli = new BrotliHandle(mode, [uint.MaxValue, (uint)level], out bool valid);
            Assert.True(valid);
            return brotli;
        }
        return ZlibHandle.Create(mode, 15, level, 8, strategy, default, out _)!;
    }

    /// <summary>Writes as lib/zlib.js does: again with what is left for as long as the output was filled.</summary>
    private static byte[] Process(ICompressionHandle handle, int flush, ReadOnlySpan<byte> input, int chunk, out ZlibError? error)
    {
        using var all = new MemoryStream();
        byte[] output = new byte[chunk];
        for (; ; )
        {
            error = handle.Write(flush, input, output, out int availOut, out int availIn);
            if (error is not null) return all.ToArray();
            all.Write(output, 0, chunk - availOut);
            input = input[^availIn..];
            if (availOut != 0) return all.ToArray();
        }
    }
}
