namespace WasmRun.Engine;

/// <summary>Limits of a memory or table, as declared.</summary>
internal readonly record struct DeclaredLimits(byte Flags, ulong Min, ulong? Max, uint? PageSizeLog2)
{
    private const byte HasMax = 1;
    private const byte SharedFlag = 2;
    private const byte Is64Flag = 4;
    private const byte HasPageSize = 8;

    public bool Shared => (Flags & SharedFlag) != 0;

    public bool Is64 => (Flags & Is64Flag) != 0;

    public static DeclaredLimits Read(ref WasmReader reader)
    {
        var flags = reader.Byte();
        return new DeclaredLimits(
            flags,
            reader.U64(),
            (flags & HasMax) != 0 ? reader.U64() : null,
            (flags & HasPageSize) != 0 ? reader.U32() : null);
    }

    public void Write(WasmWriter writer)
    {
        writer.Byte(Flags).Unsigned(Min);
        if (Max is { } max)
        {
            writer.Unsigned(max);
        }

        if (PageSizeLog2 is { } log2)
        {
            writer.Unsigned(log2);
        }
    }
}

internal sealed record DeclaredGlobal(byte[] Type, bool Mutable, byte[] Init);

internal sealed record DeclaredTable(byte[] Type, DeclaredLimits Limits);

/// <summary>The declarations of a module that an image depends on.</summary>
internal sealed class ModuleShape
{
    private readonly SortedSet<uint> _referencedFunctions = [];

    /// <exception cref="InvalidModuleException">The module has state that lies outside it, or that an image cannot express.</exception>
    public ModuleShape(WasmSections sections)
    {
        ReadImports(sections[SectionId.Import].Span);
        ReadTables(sections[SectionId.Table].Span);
        ReadMemories(sections[SectionId.Memory].Span);
        ReadGlobals(sections[SectionId.Global].Span);
        ReadExports(sections[SectionId.Export].Span);
        ElementSection.ReadFunctions(sections[SectionId.Element].Span, function => _referencedFunctions.Add(function));
    }

    public uint ImportedGlobals { get; private set; }

    public List<DeclaredTable> Tables { get; } = [];

    public List<DeclaredLimits> Memories { get; } = [];

    public List<DeclaredGlobal> Globals { get; } = [];

    /// <summary>
    /// Every function that can stand in a table or global: a reference is made only of functions that are exported or named
    /// in an element or global (core specification 3.4.8, "refs").
    /// </summary>
    public IReadOnlySet<uint> ReferencedFunctions => _referencedFunctions;

    private static InvalidModuleException Refuse(string why) => new($"an image cannot be baked: {why}");

    private void ReadImports(ReadOnlySpan<byte> section)
    {
        var reader = new WasmReader(section);
        for (var left = Count(ref reader); left > 0; left--)
        {
            var name = $"{reader.Name()}.{reader.Name()}";
            switch ((BinaryKind)reader.Byte())
            {
                case BinaryKind.Function:
                    reader.U32();
                    break;
                case BinaryKind.Global:
                    reader.ValueType();
                    ImportedGlobals++;
                    if (reader.Byte() != 0)
                    {
                        throw Refuse($"the mutable global {name} is imported");
                    }

                    break;
                case BinaryKind.Tag:
                    reader.Byte();
                    reader.U32();
                    break;
                case var kind:
                    throw Refuse($"the {kind.ToString().ToLowerInvariant()} {name} is imported");
            }
        }
    }

    private void ReadTables(ReadOnlySpan<byte> section)
    {
        var reader = new WasmReader(section);
        for (var left = Count(ref reader); left > 0; left--)
        {
            var type = reader.ValueType().ToArray();
            if (type[0] == 0x40)
            {
                throw Refuse("a table has an initial value");
            }

            Tables.Add(new DeclaredTable(type, DeclaredLimits.Read(ref reader)));
        }
    }

    private void ReadMemories(ReadOnlySpan<byte> section)
    {
        var reader = new WasmReader(section);
        for (var left = Count(ref reader); left > 0; left--)
        {
            var limits = DeclaredLimits.Read(ref reader);
            Memories.Add(limits.Shared ? throw Refuse("a memory is shared between threads") : limits);
        }
    }

    private void ReadGlobals(ReadOnlySpan<byte> section)
    {
        var reader = new WasmReader(section);
        for (var left = Count(ref reader); left > 0; left--)
        {
            var type = reader.ValueType().ToArray();
            var mutable = reader.Byte() != 0;
            Globals.Add(new DeclaredGlobal(type, mutable, reader.Expression(function => _referencedFunctions.Add(function)).ToArray()));
        }
    }

    private void ReadExports(ReadOnlySpan<byte> section)
    {
        var reader = new WasmReader(section);
        for (var left = Count(ref reader); left > 0; left--)
        {
            reader.Name();
            var kind = (BinaryKind)reader.Byte();
            var index = reader.U32();
            if (kind == BinaryKind.Function)
            {
                _referencedFunctions.Add(index);
            }
        }
    }

    private static uint Count(ref WasmReader reader) => reader.AtEnd ? 0 : reader.U32();
}
