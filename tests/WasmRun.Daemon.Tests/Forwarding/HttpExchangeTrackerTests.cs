using System.Text;
using WasmRun.Daemon.Forwarding.Http;

namespace WasmRun.Daemon.Tests.Forwarding;

public sealed class HttpExchangeTrackerTests
{
    private readonly HttpExchangeTracker _tracker = new();

    [Theory]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=1\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public void Exchange_IsOverWithTheLastByteOfTheResponse_HoweverItIsCut(string method, string response)
    {
        for (var size = 1; size < 8; size++)
        {
            var tracker = new HttpExchangeTracker();
            foreach (var part in Cut($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n", size))
            {
                Assert.True(size == 1 || tracker.IsExchanging || tracker.IsIdle);
                tracker.Sent(part);
            }

            var parts = Cut(response, size).ToList();
            foreach (var part in parts)
            {
                Assert.True(tracker.IsExchanging);
                tracker.Received(part);
            }

            Assert.True(tracker.IsIdle);
            Assert.False(tracker.IsExchanging);
            Assert.True(tracker.HasCompleted);
        }
    }

    [Fact]
    public void Pipelined_IsIdleOnlyWhenAllAreAnswered()
    {
        Sent("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
        Received("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
        Assert.True(_tracker.IsExchanging);
        Received("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        Assert.True(_tracker.IsIdle);
    }

    [Fact]
    public void Upload_IsUnderWayUntilItsBodyIsSentAndAnswered()
    {
        Sent("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
        Received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.False(_tracker.IsIdle);
        Sent("cd");
        Assert.True(_tracker.IsIdle);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na")]
    [InlineData("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nuntil the end")]
    public void Connection_ThatEndsWithTheExchange_IsNotIdle(string request, string response)
    {
        Sent(request);
        Received(response);
        Assert.False(_tracker.IsIdle);
    }

    [Fact]
    public void EventStream_HoldsUpNothing()
    {
        Sent("GET / HTTP/1.1\r\n\r\n");
        Received("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ndata:\r\n");
        Assert.False(_tracker.IsExchanging);
        Assert.False(_tracker.IsIdle);
        Assert.False(_tracker.CanReplay);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "")]
    [InlineData("\u0016\u0003\u0001", "")]
    [InlineData("", "220 mail ready\r\n")]
    public void WhatIsNoHttp_IsLeftAlone(string request, string response)
    {
        Sent(request);
        Received(response);
        Assert.True(_tracker.IsOpaque);
        Assert.False(_tracker.IsIdle || _tracker.IsExchanging || _tracker.CanReplay);
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\n\r\n", true)]
    [InlineData("HEAD /a HTTP/1.1\r\n\r\n", true)]
    [InlineData("POST /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("POST /a HTTP/1.1\r\nContent-Le", true)]
    public void Replay_IsOnlyForWhatHasNoEffect(string request, bool expected)
    {
        Sent(request);
        Assert.Equal(expected, _tracker.CanReplay);
        if (expected && request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.Equal(request, Encoding.Latin1.GetString(_tracker.TakeReplay()));
            Received("HTTP/1.1 200 OK\r\nConte");
            Assert.False(_tracker.CanReplay);
        }
    }

    private static IEnumerable<byte[]> Cut(string text, int size) => Encoding.Latin1.GetBytes(text).Chunk(size);

    private void Sent(string text) => _tracker.Sent(Encoding.Latin1.GetBytes(text));

    private void Received(string text)
    {
        if (text.Length > 0)
        {
            _tracker.Received(Encoding.Latin1.GetBytes(text));
        }
    }
}
