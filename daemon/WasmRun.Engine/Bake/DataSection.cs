namespace WasmRun.Engine;

/// <summary>Data segments: what initialises memories.</summary>
internal static class DataSection
{
    private const uint Active = 0;
    private const uint Passive = 1;
    private const uint ActiveInMemory = 2;

    /// <summary>Granularity in which zeros are looked for: a host page, which Wasmtime maps copy-on-write.</summary>
    private const int Block = 4096;

    /// <summary>Adds segments for everything in a memory that is not zero.</summary>
    public static void AddImage(List<(int Memory, ulong Start, ReadOnlyMemory<byte> Bytes)> segments, int memory, ReadOnlySpan<byte> content)
    {
        var at = 0;
        while (at < content.Length)
        {
            if (IsZero(content, at))
            {
                at += Block;
                continue;
            }

            var start = at;
            while (at < content.Length && !IsZero(content, at))
            {
                at += Block;
            }

            var run = content[start..Math.Min(at, content.Length)];
            var lead = run.IndexOfAnyExcept((byte)0);
            run = run[lead..(run.LastIndexOfAnyExcept((byte)0) + 1)];
            segments.Add((memory, (ulong)(start + lead), run.ToArray()));
        }
    }

    /// <summary>
    /// The new segments, behind the old ones where the code may refer to those by index: an active segment is empty after
    /// instantiation, so it becomes an empty passive one; a passive one stays.
    /// </summary>
    /// <returns>The section and its number of segments.</returns>
    public static (WasmWriter Section, int Count) Rewrite(
        ReadOnlySpan<byte> section,
        bool keepIndices,
        IReadOnlyList<(int Memory, ulong Start, ReadOnlyMemory<byte> Bytes)> added,
        IReadOnlyList<DeclaredLimits> memories)
    {
        var old = new WasmWriter();
        var reader = new WasmReader(section);
        var count = keepIndices && !reader.AtEnd ? (int)reader.U32() : 0;
        for (var left = count; left > 0; left--)
        {
            var flags = reader.U32();
            if (flags == ActiveInMemory)
            {
                reader.U32();
            }

            if (flags != Passive)
            {
                reader.Expression();
            }

            var bytes = reader.Blob();
            old.Unsigned(Passive).Blob(flags == Passive ? bytes : default);
        }

        var writer = new WasmWriter(old.Written.Length + added.Sum(segment => segment.Bytes.Length + 16));
        writer.Unsigned((ulong)(count + added.Count)).Bytes(old.Written);
        foreach (var (memory, start, bytes) in added)
        {
            writer.Unsigned(memory == 0 ? Active : ActiveInMemory);
            if (memory != 0)
            {
                writer.Unsigned((ulong)memory);
            }

            writer.Offset(start, memories[memory].Is64).Blob(bytes.Span);
        }

        return (writer, count + added.Count);
    }

    private static bool IsZero(ReadOnlySpan<byte> content, int at) =>
        !content.Slice(at, Math.Min(Block, content.Length - at)).ContainsAnyExcept((byte)0);
}
