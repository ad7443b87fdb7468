using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>
/// Turns the state of a live guest into a module: boot a runtime once, start every process from there in less than a
/// millisecond. Memories, globals and tables become the module's initial values; Wasmtime maps the memory copy-on-write.
/// </summary>
/// <remarks>
/// The guest must be made from <see cref="Prepare"/>'s module, which exports what is otherwise hidden, and must not be in a
/// call: a stack cannot be baked. The image does not run a start function again. It freezes whatever the guest has seen:
/// random numbers, time, arguments and environment must be read anew after the start.
/// </remarks>
public static class ImageBaker
{
    private const string Prefix = "wasmrun-bake:";

    /// <summary>The module with an export for each memory, table, mutable global and referable function.</summary>
    /// <exception cref="InvalidModuleException">It has state outside itself, or state that an image cannot express.</exception>
    public static byte[] Prepare(byte[] wasm)
    {
        var sections = new WasmSections(wasm);
        var shape = new ModuleShape(sections);
        var added = new List<(string Name, BinaryKind Kind, uint Index)>();
        added.AddRange(shape.Memories.Select((_, index) => (MemoryName(index), BinaryKind.Memory, (uint)index)));
        added.AddRange(shape.Tables.Select((_, index) => (TableName(index), BinaryKind.Table, (uint)index)));
        added.AddRange(shape.Globals
            .Select((global, index) => (global, index))
            .Where(item => item.global.Mutable)
            .Select(item => (GlobalName(item.index), BinaryKind.Global, shape.ImportedGlobals + (uint)item.index)));
        added.AddRange(shape.ReferencedFunctions.Select(index => (FunctionName(index), BinaryKind.Function, index)));

        var exports = sections[SectionId.Export].Span;
        var reader = new WasmReader(exports);
        var count = reader.AtEnd ? 0 : reader.U32();
        var writer = new WasmWriter(exports.Length + (added.Count * 32)).Unsigned(count + (ulong)added.Count).Bytes(exports[reader.Position..]);
        foreach (var (name, kind, index) in added)
        {
            writer.Name(name).Byte((byte)kind).Unsigned(index);
        }

        sections.Set(SectionId.Export, writer);
        return sections.ToArray();
    }

    /// <summary>The image of a guest.</summary>
    /// <param name="wasm">The module as it was given to <see cref="Prepare"/>.</param>
    /// <param name="guest">A guest of the prepared module.</param>
    /// <exception cref="InvalidModuleException">Its state cannot be expressed; the message says what.</exception>
    public static BakedImage Bake(byte[] wasm, GuestInstance guest)
    {
        if (guest.IsInCall || guest.HasEnded)
        {
            throw new InvalidOperationException("a guest is baked between calls, while it lives");
        }

        var sections = new WasmSections(wasm);
        var shape = new ModuleShape(sections);
        var functions = new FunctionIndex(guest, shape.ReferencedFunctions, FunctionName);
        BakeMemories(sections, shape, guest);
        BakeGlobals(sections, shape, guest, functions);
        var slots = BakeTables(sections, shape, guest, functions);
        sections.Remove(SectionId.Start);
        return new BakedImage(sections.ToArray(), slots);
    }

    private static string MemoryName(int index) => $"{Prefix}memory:{index}";

    private static string TableName(int index) => $"{Prefix}table:{index}";

    private static string GlobalName(int index) => $"{Prefix}global:{index}";

    private static string FunctionName(uint index) => $"{Prefix}function:{index}";

    private static void BakeMemories(WasmSections sections, ModuleShape shape, GuestInstance guest)
    {
        if (shape.Memories.Count == 0)
        {
            return;
        }

        var declarations = new WasmWriter().Unsigned((ulong)shape.Memories.Count);
        var segments = new List<(int, ulong, ReadOnlyMemory<byte>)>();
        for (var i = 0; i < shape.Memories.Count; i++)
        {
            var content = guest.ReadMemory(MemoryName(i));
            var pageSize = 1L << (int)(shape.Memories[i].PageSizeLog2 ?? 16);
            (shape.Memories[i] with { Min = (ulong)(content.Length / pageSize) }).Write(declarations);
            DataSection.AddImage(segments, i, content);
        }

        // Without a data count section no instruction refers to a segment by index (core specification 5.5.16).
        var (data, count) = DataSection.Rewrite(sections[SectionId.Data].Span, sections.Has(SectionId.DataCount), segments, shape.Memories);
        sections.Set(SectionId.Memory, declarations);
        sections.Set(SectionId.Data, data);
        if (sections.Has(SectionId.DataCount))
        {
            sections.Set(SectionId.DataCount, new WasmWriter().Unsigned((ulong)count));
        }
    }

    private static void BakeGlobals(WasmSections sections, ModuleShape shape, GuestInstance guest, FunctionIndex functions)
    {
        if (shape.Globals.Count == 0)
        {
            return;
        }

        var writer = new WasmWriter().Unsigned((ulong)shape.Globals.Count);
        for (var i = 0; i < shape.Globals.Count; i++)
        {
            var global = shape.Globals[i];
            writer.Bytes(global.Type).Byte(global.Mutable ? (byte)1 : (byte)0);
            if (!global.Mutable)
            {
                writer.Bytes(global.Init);
            }
            else if (guest.GetGlobal(GlobalName(i)).Read() is var value && value.Kind <= ValKind.V128)
            {
                writer.Constant(global.Type[0], value.Raw);
            }
            else if (value.Func.StoreId == 0)
            {
                // A null reference; its type is the global's own heap type.
                writer.Byte(0xd0).Bytes(global.Type.Length == 1 ? global.Type : global.Type.AsSpan(1)).Byte(0x0b);
            }
            else if (value.Kind == ValKind.FuncRef && functions.Find(value.Func) is { } function)
            {
                writer.Byte(0xd2).Unsigned(function).Byte(0x0b);
            }
            else
            {
                throw new InvalidModuleException($"an image cannot be baked: global {i} refers to an object of the host");
            }
        }

        sections.Set(SectionId.Global, writer);
    }

    private static List<TableSlot> BakeTables(WasmSections sections, ModuleShape shape, GuestInstance guest, FunctionIndex functions)
    {
        var hostSlots = new List<TableSlot>();
        if (shape.Tables.Count == 0)
        {
            return hostSlots;
        }

        var declarations = new WasmWriter().Unsigned((ulong)shape.Tables.Count);
        var segments = new List<(int Table, uint Start, List<uint> Functions)>();
        for (var i = 0; i < shape.Tables.Count; i++)
        {
            var table = guest.GetTable(TableName(i));
            declarations.Bytes(shape.Tables[i].Type);
            (shape.Tables[i].Limits with { Min = (ulong)table.Size }).Write(declarations);
            List<uint>? run = null;
            for (var index = 0; index < table.Size; index++)
            {
                var content = table.ReadAny(index);
                var function = content.Func.StoreId == 0 ? null : functions.Find(content.Func);
                if (content.Func.StoreId != 0 && function is null)
                {
                    hostSlots.Add(content.Kind == ValKind.FuncRef
                        ? new TableSlot(i, index)
                        : throw new InvalidModuleException($"an image cannot be baked: table {i} refers to an object of the host"));
                }

                if (function is null)
                {
                    run = null;
                    continue;
                }

                if (run is null)
                {
                    if (shape.Tables[i].Type.Length > 1)
                    {
                        throw new InvalidModuleException($"an image cannot be baked: table {i} holds functions of one type only");
                    }

                    run = [];
                    segments.Add((i, (uint)index, run));
                }

                run.Add(function.Value);
            }
        }

        sections.Set(SectionId.Table, declarations);
        sections.Set(SectionId.Element, ElementSection.Rewrite(sections[SectionId.Element].Span, segments));
        return hostSlots;
    }
}
