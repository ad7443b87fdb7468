using System.Buffers;
using System.Runtime.InteropServices;

namespace WasmRun.Node.Http;

/// <summary>
/// A message's start line and headers, or its trailers. All bytes are latin1. It belongs to the parser and is overwritten by the next
/// message.
/// </summary>
public sealed class HttpHead
{
    private byte[] bytes = new byte[1024];
    private int length;
    private readonly List<(int Start, int End)> parts = [];
    private int line;
    private int names, values;

    public int MajorVersion { get; internal set; }

    public int MinorVersion { get; internal set; }

    /// <summary>Index in <see cref="HttpMethods.All"/>; of a request only.</summary>
    public int Method { get; internal set; }

    /// <summary>Status code; of a response only.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>What follows is another protocol, or the request is CONNECT.</summary>
    public bool Upgrade { get; internal set; }

    /// <summary>The connection may carry another message after this one.</summary>
    public bool ShouldKeepAlive { get; internal set; }

    /// <summary>A request's target, or a response's status message.</summary>
    public ReadOnlySpan<byte> Line => bytes.AsSpan(0, line);

    /// <summary>Number of headers.</summary>
    public int Count => values;

    /// <summary>A header's name as sent.</summary>
    public ReadOnlySpan<byte> Name(int index) => Slice(index * 2);

    /// <summary>A header's value without the blanks around it.</summary>
    public ReadOnlySpan<byte> Value(int index) => Slice(index * 2 + 1).TrimEnd(" \t"u8);

    /// <summary>
    /// Writes <see cref="Line"/>, then each name and value, as UTF-8 with a line feed between: none of them can hold one, so a single
    /// string carries the head to JavaScript and <c>split('\n')</c> takes it apart.
    /// </summary>
    public void WriteLines(IBufferWriter<byte> output)
    {
        WriteLatin1(Line, output);
        for (int i = 0; i < Count; i++)
        {
            output.Write("\n"u8);
            WriteLatin1(Name(i), output);
            output.Write("\n"u8);
            WriteLatin1(Value(i), output);
        }
    }

    internal void Clear()
    {
        ClearHeaders();
        length = line = 0;
    }

    /// <summary>Forgets the headers, so that trailers can be gathered.</summary>
    internal void ClearHeaders()
    {
        parts.Clear();
        names = values = 0;
        length = line;
    }

    internal bool HasPending => names > 0;

    /// <summary>The name being read, so far.</summary>
    internal ReadOnlySpan<byte> PendingName => names > values ? Slice(names * 2 - 2) : default;

    internal void AppendLine(ReadOnlySpan<byte> text)
    {
        Append(text);
        line = length;
    }

    internal void AppendName(ReadOnlySpan<byte> text)
    {
        if (names == values)
        {
            names++;
            parts.Add((length, length));
        }
        AppendToLast(text);
    }

    internal void AppendValue(ReadOnlySpan<byte> text)
    {
        if (values != names)
        {
            values++;
            parts.Add((length, length));
        }
        AppendToLast(text);
    }

    private void AppendToLast(ReadOnlySpan<byte> text)
    {
        Append(text);
        CollectionsMarshal.AsSpan(parts)[^1].End = length;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (length + text.Length > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + text.Length));
        text.CopyTo(bytes.AsSpan(length));
        length += text.Length;
    }

    private ReadOnlySpan<byte> Slice(int part) => bytes.AsSpan(parts[part].Start..parts[part].End);

    private static void WriteLatin1(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            output.Write(text);
            return;
        }
        var target = output.GetSpan(text.Length * 2);
        int written = 0;
        foreach (byte c in text)
        {
            if (c < 0x80)
            {
                target[written++] = c;
                continue;
            }
            target[written++] = (byte)(0xC0 | c >> 6);
            target[written++] = (byte)(0x80 | c & 0x3F);
        }
        output.Advance(written);
    }
}
