namespace WasmRun.Daemon.Forwarding.Http;

/// <summary>Follows the messages of one direction of a connection, as far as to know where each ends. Bytes are not kept.</summary>
internal sealed class HttpMessageReader(bool isRequest)
{
    /// <summary>A longer head is taken for no HTTP.</summary>
    private const int MaxHeadBytes = 64 * 1024;

    private readonly List<byte> _line = [];
    private State _state = State.Head;
    private long _left;

    private enum State
    {
        Head,
        FixedBody,
        ChunkSize,
        ChunkData,
        Trailer,
        UntilClose,
        Opaque,
    }

    /// <summary>A head was read; says which rule its body follows.</summary>
    public required Func<HttpHead, BodyRule> HeadRead { get; init; }

    /// <summary>The last byte of a message was seen.</summary>
    public required Action MessageEnded { get; init; }

    /// <summary>True before the first byte of a message.</summary>
    public bool IsBetweenMessages => _state == State.Head && _line.Count == 0;

    /// <summary>True once what comes is not HTTP/1.</summary>
    public bool IsOpaque => _state == State.Opaque;

    /// <summary>Forgets a message that was begun.</summary>
    public void Restart()
    {
        _line.Clear();
        _state = State.Head;
    }

    public void MakeOpaque() => _state = State.Opaque;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            switch (_state)
            {
                case State.Head:
                    bytes = ReadHead(bytes);
                    break;
                case State.FixedBody:
                    bytes = Skip(bytes);
                    if (_left == 0)
                    {
                        End();
                    }

                    break;
                case State.ChunkData:
                    bytes = Skip(bytes);
                    _state = _left == 0 ? State.ChunkSize : State.ChunkData;
                    break;
                case State.ChunkSize or State.Trailer:
                    bytes = ReadChunkLine(bytes);
                    break;
                default:
                    return;
            }
        }
    }

    private ReadOnlySpan<byte> ReadHead(ReadOnlySpan<byte> bytes)
    {
        // RFC 9112, 2.2: empty lines before a request are passed over.
        if (_line.Count == 0 && bytes[0] is (byte)'\r' or (byte)'\n')
        {
            return bytes[1..];
        }

        var taken = 0;
        while (taken < bytes.Length)
        {
            var newline = bytes[taken..].IndexOf((byte)'\n');
            var end = newline < 0 ? bytes.Length : taken + newline + 1;
            _line.AddRange(bytes[taken..end]);
            taken = end;
            if (_line.Count > MaxHeadBytes)
            {
                _state = State.Opaque;
                return [];
            }

            if (newline >= 0 && EndsInEmptyLine())
            {
                Begin();
                break;
            }
        }

        // What is no HTTP from its first bytes (a TLS hello, HTTP/2's preface) never ends a line: it is known at once.
        if (_state == State.Head && _line.Count > 0 && !char.IsAsciiLetter((char)_line[0]))
        {
            _state = State.Opaque;
        }

        return bytes[taken..];
    }

    private bool EndsInEmptyLine() => _line is [.., (byte)'\n', (byte)'\n'] or [.., (byte)'\n', (byte)'\r', (byte)'\n'];

    private void Begin()
    {
        if (!HttpHead.TryParse(_line.ToArray(), isRequest, out var head))
        {
            _state = State.Opaque;
            return;
        }

        _line.Clear();
        var rule = HeadRead(head);
        _left = rule.Length;
        _state = rule.Kind switch
        {
            BodyKind.Fixed => State.FixedBody,
            BodyKind.Chunked => State.ChunkSize,
            BodyKind.UntilClose => State.UntilClose,
            BodyKind.Opaque => State.Opaque,
            _ => State.Head,
        };
        if (rule.Kind == BodyKind.Fixed && _left == 0)
        {
            End();
        }
    }

    private ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_left, bytes.Length);
        _left -= count;
        return bytes[count..];
    }

    private ReadOnlySpan<byte> ReadChunkLine(ReadOnlySpan<byte> bytes)
    {
        var newline = bytes.IndexOf((byte)'\n');
        var end = newline < 0 ? bytes.Length : newline + 1;
        _line.AddRange(bytes[..end]);
        if (newline < 0)
        {
            _state = _line.Count > MaxHeadBytes ? State.Opaque : _state;
            return [];
        }

        var line = _line.ToArray().AsSpan().TrimEnd("\r\n"u8);
        _line.Clear();
        if (_state == State.Trailer)
        {
            if (line.Length == 0)
            {
                End();
            }
        }
        else
        {
            BeginChunk(line);
        }

        return bytes[end..];
    }

    private void BeginChunk(ReadOnlySpan<byte> line)
    {
        var extension = line.IndexOf((byte)';');
        var digits = (extension < 0 ? line : line[..extension]).Trim(" \t"u8);
        if (digits.Length is 0 or > 15 || !long.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var size))
        {
            _state = State.Opaque;
        }
        else if (size == 0)
        {
            _state = State.Trailer;
        }
        else
        {
            _left = size + 2; // the line end behind the data
            _state = State.ChunkData;
        }
    }

    private void End()
    {
        _state = State.Head;
        MessageEnded();
    }
}
