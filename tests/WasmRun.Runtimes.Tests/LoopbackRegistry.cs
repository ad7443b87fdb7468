using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WasmRun.Runtimes.Tests;

/// <summary>A request as the server saw it; header names in lower case.</summary>
internal sealed record SeenRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What to answer.</summary>
/// <param name="CutAfter">Close the connection after so many bytes of the body.</param>
internal sealed record Answer(int Status, byte[] Body, string[]? Headers = null, int? CutAfter = null)
{
    public static Answer Of(int status, string body = "", params string[] headers) => new(status, Encoding.UTF8.GetBytes(body), headers);
}

/// <summary>
/// An npm registry on 127.0.0.1, written on sockets so that it can also do what a well-behaved server library would
/// not: stop in the middle, ignore a range, answer as a proxy.
/// </summary>
internal sealed class LoopbackRegistry : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<SeenRequest, Answer> _answer;

    public LoopbackRegistry(Func<SeenRequest, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>Held back until released, for tests that need a download to be under way.</summary>
    public SemaphoreSlim? Gate { get; set; }

    public int Count(string suffix) => Requests.Count(r => r.Target.EndsWith(suffix, StringComparison.Ordinal));

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    /// <summary>An answer that honours a <c>Range: bytes=N-</c> as servers do.</summary>
    public static Answer File(SeenRequest request, byte[] bytes, int? cutAfter = null)
    {
        if (request.Header("range") is not { } range)
        {
            return new Answer(200, bytes, null, cutAfter);
        }

        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from >= bytes.Length
            ? new Answer(416, [])
            : new Answer(206, bytes[from..], [$"Content-Range: bytes {from}-{bytes.Length - 1}/{bytes.Length}"], cutAfter);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var stream = client.GetStream())
            {
                var request = await ReadAsync(stream);
                Requests.Enqueue(request);
                if (Gate is { } gate && request.Target.EndsWith(".tgz", StringComparison.Ordinal))
                {
                    await gate.WaitAsync(_stop.Token);
                }

                var answer = _answer(request);
                var head = $"HTTP/1.1 {answer.Status} Status\r\nContent-Length: {answer.Body.Length}\r\nConnection: close\r\n"
                    + string.Concat((answer.Headers ?? []).Select(header => header + "\r\n")) + "\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
                await stream.WriteAsync(answer.Body.AsMemory(0, answer.CutAfter ?? answer.Body.Length), _stop.Token);
                await stream.FlushAsync(_stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<SeenRequest> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var line = await reader.ReadLineAsync(_stop.Token) ?? throw new IOException("closed");
        var headers = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
#pragma warning disable CA1308 // header names are compared in lower case here
            headers[header[..colon].ToLowerInvariant()] = header[(colon + 1)..].Trim();
#pragma warning restore CA1308
        }

        return new SeenRequest(line.Split(' ')[1], headers);
    }
}
