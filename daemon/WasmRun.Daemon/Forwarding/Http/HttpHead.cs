using System.Buffers.Text;
using System.Text;

namespace WasmRun.Daemon.Forwarding.Http;

/// <summary>What the head of an HTTP/1 message says about where the message ends.</summary>
/// <remarks>Source: RFC 9112, sections 3, 4, 6 and 9.</remarks>
internal readonly record struct HttpHead
{
    /// <summary>Of a request; empty for a response.</summary>
    public string Method { get; private init; }

    /// <summary>Of a response; 0 for a request.</summary>
    public int Status { get; private init; }

    /// <summary>Bytes of the body; null when the head does not say.</summary>
    public long? ContentLength { get; private init; }

    public bool IsChunked { get; private init; }

    /// <summary>The connection ends with this exchange.</summary>
    public bool ClosesConnection { get; private init; }

    /// <summary>Server-sent events: a response that goes on for as long as the page is open.</summary>
    public bool IsEventStream { get; private init; }

    /// <summary>Reads a head up to its empty line.</summary>
    /// <returns>False when it is not one of HTTP/1.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, bool isRequest, out HttpHead head)
    {
        var lineEnd = bytes.IndexOf((byte)'\n');
        var startLine = bytes[..lineEnd].TrimEnd((byte)'\r');
        if (!TryParseStartLine(startLine, isRequest, out head, out var isVersion10))
        {
            return false;
        }

        var closes = isVersion10;
        for (var rest = bytes[(lineEnd + 1)..]; (lineEnd = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(lineEnd + 1)..])
        {
            var line = rest[..lineEnd].TrimEnd((byte)'\r');
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                continue;
            }

            var name = line[..colon];
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (Is(name, "content-length"u8))
            {
                if (!Utf8Parser.TryParse(value, out long length, out var used) || used != value.Length || length < 0)
                {
                    return false;
                }

                head = head with { ContentLength = length };
            }
            else if (Is(name, "transfer-encoding"u8))
            {
                head = head with { IsChunked = Contains(value, "chunked"u8) };
            }
            else if (Is(name, "connection"u8))
            {
                closes = Contains(value, "close"u8) || (isVersion10 && !Contains(value, "keep-alive"u8));
            }
            else if (Is(name, "content-type"u8))
            {
                head = head with { IsEventStream = Contains(value, "text/event-stream"u8) };
            }
        }

        head = head with { ClosesConnection = closes };
        return true;
    }

    private static bool TryParseStartLine(ReadOnlySpan<byte> line, bool isRequest, out HttpHead head, out bool isVersion10)
    {
        head = new HttpHead { Method = "" };
        isVersion10 = false;
        if (!isRequest)
        {
            isVersion10 = line.StartsWith("HTTP/1.0 "u8);
            if ((!isVersion10 && !line.StartsWith("HTTP/1.1 "u8)) || line.Length < 12 || !Utf8Parser.TryParse(line[9..12], out int status, out var used) || used != 3)
            {
                return false;
            }

            head = new HttpHead { Method = "", Status = status };
            return true;
        }

        isVersion10 = line.EndsWith(" HTTP/1.0"u8);
        var space = line.IndexOf((byte)' ');
        if (space <= 0 || (!isVersion10 && !line.EndsWith(" HTTP/1.1"u8)))
        {
            return false;
        }

        head = new HttpHead { Method = Encoding.ASCII.GetString(line[..space]) };
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(name, expected);

    private static bool Contains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        for (var i = 0; i + token.Length <= list.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(list.Slice(i, token.Length), token))
            {
                return true;
            }
        }

        return false;
    }
}
