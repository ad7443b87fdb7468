using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WasmRun.Node.Http;
using WasmRun.Node.Tests.Oracle;

namespace WasmRun.Node.Tests.Http;

public class HttpParserTests
{
    [Fact]
    public void Execute_OfEachInputWhole_TellsWhatLlhttpTells() => new OracleTable("HttpParser.json").Check(row =>
        Compare(row, row.GetProperty("whole"), int.MaxValue));

    [Fact]
    public void Execute_OfEachInputByteByByte_TellsWhatLlhttpTells() => new OracleTable("HttpParser.json").Check(row =>
        Compare(row, row.TryGetProperty("single", out var single) ? single : row.GetProperty("whole"), 1));

    [Fact]
    public void Reset_AfterAnError_ParsesAgain()
    {
        var parser = new HttpParser(HttpMessageType.Response, 16384);
        var recorder = new Recorder(0);
        Assert.Equal("HPE_INVALID_CONSTANT", parser.Execute("nonsense"u8, recorder).Code);
        Assert.Equal("HPE_INVALID_CONSTANT", parser.Execute("HTTP/1.1"u8, recorder).Code);
        parser.Reset(HttpMessageType.Request, 16384, HttpLenient.None);
        Assert.Null(parser.Execute("GET / HTTP/1.1\r\n\r\n"u8, recorder).Code);
    }

    [Fact]
    public void Methods_AreThoseOfTheBinding()
    {
        Assert.Equal(47, HttpMethods.All.Count);
        Assert.Equal(35, HttpMethods.Http.Count);
        Assert.Equal("QUERY", HttpMethods.Http[^1]);
    }

    [Fact]
    public void WriteLines_OfAHead_JoinsItAsUtf8()
    {
        var recorder = new Recorder(0);
        new HttpParser(HttpMessageType.Request, 16384).Execute("GET /x HTTP/1.1\r\nA: \xE9 \r\nB:\r\n\r\n"u8.ToArray(), recorder);
        Assert.Equal("/x\nA\n\u00C3\u00A9\nB\n", recorder.Lines);
    }

    private static string? Compare(JsonElement row, JsonElement native, int step)
    {
        byte[] input = Encoding.Latin1.GetBytes(row.GetProperty("input").GetString()!);
        var parser = new HttpParser((HttpMessageType)row.GetProperty("type").GetInt32(), row.GetProperty("max").GetInt32(),
            (HttpLenient)row.GetProperty("lenient").GetInt32());
        var recorder = new Recorder(row.GetProperty("answer").GetInt32(), row.GetProperty("type").GetInt32() == 1);
        string outcome = "ok";
        for (int fed = 0; fed < input.Length || fed == 0 && step == int.MaxValue;)
        {
            var piece = input.AsSpan(fed, Math.Min(step, input.Length - fed));
            var result = parser.Execute(piece, recorder);
            if (result.Code is not null) outcome = $"{result.Code} {result.Reason} @{fed + result.Consumed}";
            else if (result.Consumed != piece.Length) outcome = $"stopped @{fed + result.Consumed}";
            if (outcome != "ok") break;
            fed += piece.Length;
            if (piece.IsEmpty) break;
        }
        if (outcome == "ok" && parser.Finish(recorder) is { Code: not null } last) outcome = $"finish {last.Code} {last.Reason}";
        string events = recorder.Events.ToJsonString();
        bool same = outcome == native.GetProperty("outcome").GetString()
            && JsonNode.DeepEquals(recorder.Events, JsonNode.Parse(native.GetProperty("events").GetRawText()));
        return same ? null : $"{outcome} {events}";
    }

    /// <summary>Notes events in the form of the table.</summary>
    private sealed class Recorder(int answer, bool isRequest = true) : IHttpParserEvents
    {
        public JsonArray Events { get; } = [];

        public string Lines { get; private set; } = "";

        public void OnMessageBegin() => Events.Add(new JsonArray("begin"));

        public int OnHeadersComplete(HttpHead head)
        {
            string line = Encoding.Latin1.GetString(head.Line);
            Events.Add(new JsonArray("head", $"{head.MajorVersion}.{head.MinorVersion}", isRequest ? line : "", Headers(head),
                isRequest ? head.Method : null, isRequest ? null : head.StatusCode, isRequest ? null : line, head.Upgrade, head.ShouldKeepAlive));
            var lines = new ArrayBufferWriter<byte>();
            head.WriteLines(lines);
            Lines = Encoding.UTF8.GetString(lines.WrittenSpan);
            return answer;
        }

        public bool OnBody(ReadOnlySpan<byte> body, int offset)
        {
            string text = Encoding.Latin1.GetString(body);
            if (Events[^1] is JsonArray { Count: 2 } last && (string?)last[0] == "body") last[1] = (string?)last[1] + text;
            else Events.Add(new JsonArray("body", text));
            return true;
        }

        public void OnTrailers(HttpHead trailers) => Events.Add(new JsonArray("trailers", Headers(trailers)));

        public bool OnMessageComplete()
        {
            Events.Add(new JsonArray("end"));
            return true;
        }

        private static JsonArray Headers(HttpHead head)
        {
            var headers = new JsonArray();
            for (int i = 0; i < head.Count; i++)
            {
                headers.Add(Encoding.Latin1.GetString(head.Name(i)));
                headers.Add(Encoding.Latin1.GetString(head.Value(i)));
            }
            return headers;
        }
    }
}
