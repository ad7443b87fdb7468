namespace WasmRun.Engine;

/// <summary>Element segments: what initialises tables, and what declares functions to be referable.</summary>
internal static class ElementSection
{
    // Bits of a segment's flags (core specification 5.5.12): passive or declarative; table index or declarative; expressions.
    private const uint NotActive = 1;
    private const uint HasTable = 2;
    private const uint Expressions = 4;

    /// <summary>Every function named in a segment.</summary>
    public static void ReadFunctions(ReadOnlySpan<byte> section, Action<uint> onFunction)
    {
        var reader = new WasmReader(section);
        for (var left = reader.AtEnd ? 0 : reader.U32(); left > 0; left--)
        {
            var (flags, _) = ReadHead(ref reader);
            ReadItems(ref reader, flags, onFunction);
        }
    }

    /// <summary>
    /// The old segments followed by new active ones. An active segment becomes a declarative one: both are empty once the
    /// module is instantiated, indices stay, and its functions stay referable.
    /// </summary>
    /// <param name="section">The section as it is; may be empty.</param>
    /// <param name="added">Table, first index, functions.</param>
    public static WasmWriter Rewrite(ReadOnlySpan<byte> section, IReadOnlyList<(int Table, uint Start, List<uint> Functions)> added)
    {
        var reader = new WasmReader(section);
        var old = reader.AtEnd ? 0 : reader.U32();
        var writer = new WasmWriter(section.Length).Unsigned(old + (ulong)added.Count);
        for (; old > 0; old--)
        {
            CopySegment(ref reader, writer);
        }

        foreach (var (table, start, functions) in added)
        {
            writer.Unsigned(HasTable).Unsigned((ulong)table).Offset(start, is64: false).Byte(0).Unsigned((ulong)functions.Count);
            functions.ForEach(function => writer.Unsigned(function));
        }

        return writer;
    }

    private static void CopySegment(ref WasmReader reader, WasmWriter writer)
    {
        var (flags, kind) = ReadHead(ref reader);
        var start = reader.Position;
        ReadItems(ref reader, flags, null);
        var declarative = NotActive | HasTable | (flags & Expressions);
        writer.Unsigned((flags & NotActive) == 0 ? declarative : flags).Bytes(kind).Bytes(reader.Since(start));
    }

    /// <summary>Flags and element kind or type; what places an active segment is read over.</summary>
    private static (uint Flags, byte[] Kind) ReadHead(ref WasmReader reader)
    {
        var flags = reader.U32();
        if ((flags & NotActive) == 0)
        {
            if ((flags & HasTable) != 0)
            {
                reader.U32();
            }

            reader.Expression();
        }

        var expressions = (flags & Expressions) != 0;
        return (flags, (flags & (NotActive | HasTable)) == 0
            ? [expressions ? (byte)0x70 : (byte)0]
            : expressions ? reader.ValueType().ToArray() : [reader.Byte()]);
    }

    private static void ReadItems(ref WasmReader reader, uint flags, Action<uint>? onFunction)
    {
        for (var left = reader.U32(); left > 0; left--)
        {
            if ((flags & Expressions) != 0)
            {
                reader.Expression(onFunction);
            }
            else
            {
                var function = reader.U32();
                onFunction?.Invoke(function);
            }
        }
    }
}
