namespace WasmRun.Node.Text;

/// <summary>
/// <c>StringDecoder</c>'s native half (src/string_decoder.cc): decodes chunk after chunk without breaking a character. Its state is
/// the seven bytes that JavaScript holds, so one call needs no object here.
/// </summary>
public static class StringDecoderState
{
    /// <summary>Offset of the bytes of a character not yet whole.</summary>
    public const int IncompleteCharactersStart = 0;

    /// <summary>Offset after them.</summary>
    public const int IncompleteCharactersEnd = 4;

    /// <summary>Offset of the count of bytes still missing.</summary>
    public const int MissingBytes = 4;

    /// <summary>Offset of the count of bytes held.</summary>
    public const int BufferedBytes = 5;

    /// <summary>Offset of the <see cref="BufferEncoding"/>.</summary>
    public const int EncodingField = 6;

    /// <summary>Size of the state in bytes.</summary>
    public const int Size = 7;

    /// <summary>Decodes a chunk; what belongs to an unfinished character stays in <paramref name="state"/>.</summary>
    public static string Decode(Span<byte> state, ReadOnlySpan<byte> chunk)
    {
        var encoding = (BufferEncoding)state[EncodingField];
        if (encoding is not (BufferEncoding.Utf8 or BufferEncoding.Ucs2 or BufferEncoding.Base64 or BufferEncoding.Base64Url))
        {
            return BufferCodec.Decode(chunk, encoding);
        }
        string completed = state[MissingBytes] > 0 ? Complete(state, ref chunk, encoding) : "";
        if (chunk.IsEmpty) return completed;
        HoldTail(state, chunk, encoding);
        int held = state[BufferedBytes];
        chunk[^held..].CopyTo(state);
        return completed + BufferCodec.Decode(chunk[..^held], encoding);
    }

    /// <summary>Ends the input: gives what the unfinished character's bytes decode to by themselves.</summary>
    public static string Flush(Span<byte> state)
    {
        var encoding = (BufferEncoding)state[EncodingField];
        int held = state[BufferedBytes];
        if (encoding == BufferEncoding.Ucs2) held &= ~1;
        string rest = BufferCodec.Decode(state[..held], encoding);
        state[MissingBytes] = state[BufferedBytes] = 0;
        return rest;
    }

    /// <summary>Fills up the character begun in an earlier chunk; gives it once it is whole.</summary>
    private static string Complete(Span<byte> state, ref ReadOnlySpan<byte> chunk, BufferEncoding encoding)
    {
        if (encoding == BufferEncoding.Utf8)
        {
            // A byte that continues nothing ends the character early; what was held goes to the decoder as it is.
            int due = Math.Min(chunk.Length, state[MissingBytes]);
            for (int i = 0; i < due; i++)
            {
                if ((chunk[i] & 0xC0) == 0x80) continue;
                state[MissingBytes] = (byte)i;
                break;
            }
        }
        int taken = Math.Min(chunk.Length, state[MissingBytes]);
        chunk[..taken].CopyTo(state[state[BufferedBytes]..]);
        chunk = chunk[taken..];
        state[MissingBytes] -= (byte)taken;
        state[BufferedBytes] += (byte)taken;
        if (state[MissingBytes] > 0) return "";
        int held = state[BufferedBytes];
        state[BufferedBytes] = 0;
        return BufferCodec.Decode(state[..held], encoding);
    }

    /// <summary>Sets how many of the chunk's last bytes begin a character that is not whole, and how many it lacks.</summary>
    private static void HoldTail(Span<byte> state, ReadOnlySpan<byte> chunk, BufferEncoding encoding)
    {
        int held = 0, missing = 0;
        switch (encoding)
        {
            case BufferEncoding.Utf8:
                for (int i = 1; i <= Math.Min(4, chunk.Length); i++)
                {
                    byte c = chunk[^i];
                    if ((c & 0xC0) == 0x80) continue;
                    int length = (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : (c & 0xF8) == 0xF0 ? 4 : 1;
                    if (length > i) (held, missing) = (i, length - i);
                    break;
                }
                break;
            case BufferEncoding.Ucs2:
                if (chunk.Length % 2 == 1) (held, missing) = (1, 1);
                else if ((chunk[^1] & 0xFC) == 0xD8) (held, missing) = (2, 2);
                break;
            default:
                held = chunk.Length % 3;
                missing = held > 0 ? 3 - held : 0;
                break;
        }
        state[BufferedBytes] = (byte)held;
        state[MissingBytes] = (byte)missing;
    }
}
