using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace WasmRun.Daemon.Tests.Rpc;

/// <summary>A client that knows nothing but the framing, so that tests see the bytes that any client would see.</summary>
internal sealed class RawClient(IDuplexPipe pipe)
{
    public async Task SendAsync(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        await pipe.Output.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"));
        await pipe.Output.WriteAsync(body);
    }

    public Task<JsonElement> ReceiveAsync() => ReadMessageAsync().WaitAsync(TimeSpan.FromSeconds(10));

    private async Task<JsonElement> ReadMessageAsync()
    {
        var length = 0;
        while (await ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(header.AsSpan(header.IndexOf(':') + 1), CultureInfo.InvariantCulture);
            }
        }

        var result = await pipe.Input.ReadAtLeastAsync(length);
        var document = JsonDocument.Parse(result.Buffer.Slice(0, length).ToArray());
        pipe.Input.AdvanceTo(result.Buffer.GetPosition(length));
        return document.RootElement;
    }

    private async Task<string> ReadLineAsync()
    {
        while (true)
        {
            var result = await pipe.Input.ReadAsync();
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(result.Buffer.Slice(0, end));
                pipe.Input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line.TrimEnd('\r');
            }

            Assert.False(result.IsCompleted, "the connection ended");
            pipe.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
