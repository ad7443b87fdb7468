using System.Runtime.InteropServices;

namespace WasmRun.Node.Text;

/// <summary>Buffer's <c>indexOf</c>, <c>lastIndexOf</c> and <c>includes</c> (src/node_buffer.cc, IndexOf*). Answers are byte offsets, -1 for none.</summary>
public static class BufferSearch
{
    /// <summary>Finds the bytes of <paramref name="needle"/>.</summary>
    /// <param name="haystack">Where to look.</param>
    /// <param name="needle">What to find; a string's bytes in <paramref name="encoding"/>.</param>
    /// <param name="offset">Where to start; negative counts from the end.</param>
    /// <param name="encoding">With <see cref="BufferEncoding.Ucs2"/> only whole 16-bit units match, at even offsets.</param>
    /// <param name="forward">False finds the last match that starts at the offset or before it.</param>
    public static long IndexOf(ReadOnlySpan<byte> haystack, ReadOnlySpan<byte> needle, long offset, BufferEncoding encoding, bool forward)
    {
        long start = ResolveOffset(haystack.Length, offset, needle.Length, forward);
        if (encoding == BufferEncoding.Ucs2) haystack = haystack[..(haystack.Length & ~1)];
        if (needle.IsEmpty) return Math.Min(start, haystack.Length);
        if (haystack.IsEmpty || start < 0) return -1;
        if (forward && start + needle.Length > haystack.Length || needle.Length > haystack.Length) return -1;
        if (encoding != BufferEncoding.Ucs2) return Find(haystack, needle, (int)start, forward);
        if (needle.Length < 2) return -1;
        int unit = Find(MemoryMarshal.Cast<byte, ushort>(haystack), MemoryMarshal.Cast<byte, ushort>(needle), (int)start / 2, forward);
        return unit < 0 ? -1 : unit * 2L;
    }

    /// <summary>Finds one byte.</summary>
    public static long IndexOf(ReadOnlySpan<byte> haystack, byte needle, long offset, bool forward)
    {
        long start = ResolveOffset(haystack.Length, offset, 1, forward);
        if (start < 0 || haystack.IsEmpty) return -1;
        return Find(haystack, [needle], (int)start, forward);
    }

    private static int Find<T>(ReadOnlySpan<T> haystack, ReadOnlySpan<T> needle, int start, bool forward)
        where T : unmanaged, IEquatable<T>
    {
        if (needle.Length > haystack.Length) return -1;
        if (!forward)
        {
            int last = Math.Min(start, haystack.Length - needle.Length);
            return haystack[..(last + needle.Length)].LastIndexOf(needle);
        }
        if (start > haystack.Length) return -1;
        int found = haystack[start..].IndexOf(needle);
        return found < 0 ? -1 : start + found;
    }

    /// <summary>The offset to start at, or -1 when nothing can match.</summary>
    private static long ResolveOffset(long length, long offset, long needleLength, bool forward)
    {
        if (offset < 0)
        {
            if (offset + length >= 0) return length + offset;
            return forward || needleLength == 0 ? 0 : -1;
        }
        if (offset + needleLength <= length) return offset;
        if (needleLength == 0) return length;
        return forward ? -1 : length - 1;
    }
}
