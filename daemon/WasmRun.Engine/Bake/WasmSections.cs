namespace WasmRun.Engine;

/// <summary>Section ids of the binary format.</summary>
internal enum SectionId : byte
{
    Custom = 0,
    Type = 1,
    Import = 2,
    Function = 3,
    Table = 4,
    Memory = 5,
    Global = 6,
    Export = 7,
    Start = 8,
    Element = 9,
    Code = 10,
    Data = 11,
    DataCount = 12,
    Tag = 13,
}

/// <summary>What an import or export is, as the binary format numbers it; the C API's <see cref="ItemKind"/> differs.</summary>
internal enum BinaryKind : byte
{
    Function = 0,
    Table = 1,
    Memory = 2,
    Global = 3,
    Tag = 4,
}

/// <summary>A module as its sections, which can be replaced, added and removed.</summary>
internal sealed class WasmSections
{
    private const int HeaderLength = 8;

    /// <summary>The order in which sections must stand (core specification 5.5.2); custom ones may stand anywhere.</summary>
    private static readonly SectionId[] Order =
    [
        SectionId.Type, SectionId.Import, SectionId.Function, SectionId.Table, SectionId.Memory, SectionId.Tag, SectionId.Global,
        SectionId.Export, SectionId.Start, SectionId.Element, SectionId.DataCount, SectionId.Code, SectionId.Data,
    ];

    private readonly byte[] _header;
    private readonly Dictionary<SectionId, ReadOnlyMemory<byte>> _sections = [];

    /// <summary>Custom sections, each with the section it stands behind.</summary>
    private readonly List<(SectionId Behind, ReadOnlyMemory<byte> Body)> _custom = [];

    public WasmSections(byte[] wasm)
    {
        _header = wasm[..HeaderLength];
        var behind = SectionId.Custom;
        var reader = new WasmReader(wasm.AsSpan(HeaderLength));
        while (!reader.AtEnd)
        {
            var id = (SectionId)reader.Byte();
            var length = (int)reader.U32();
            var body = wasm.AsMemory(HeaderLength + reader.Position, length);
            reader.Bytes(length);
            if (id == SectionId.Custom)
            {
                _custom.Add((behind, body));
            }
            else
            {
                _sections.Add(id, body);
                behind = id;
            }
        }
    }

    public bool Has(SectionId id) => _sections.ContainsKey(id);

    /// <summary>The contents of a section; empty when the module has none of that id.</summary>
    public ReadOnlyMemory<byte> this[SectionId id] => _sections.GetValueOrDefault(id);

    public void Set(SectionId id, WasmWriter body) => _sections[id] = body.Written.ToArray();

    public void Remove(SectionId id) => _sections.Remove(id);

    public byte[] ToArray()
    {
        var writer = new WasmWriter(_sections.Values.Sum(body => body.Length + 8) + _custom.Sum(section => section.Body.Length + 8));
        writer.Bytes(_header);
        WriteCustom(writer, SectionId.Custom);
        foreach (var id in Order)
        {
            if (_sections.TryGetValue(id, out var body))
            {
                writer.Byte((byte)id).Blob(body.Span);
            }

            WriteCustom(writer, id);
        }

        return writer.Written.ToArray();
    }

    private void WriteCustom(WasmWriter writer, SectionId behind)
    {
        foreach (var (_, body) in _custom.Where(section => section.Behind == behind))
        {
            writer.Byte((byte)SectionId.Custom).Blob(body.Span);
        }
    }
}
