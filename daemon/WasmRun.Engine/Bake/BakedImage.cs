namespace WasmRun.Engine;

/// <summary>A module whose instances begin where another instance stood.</summary>
/// <param name="Wasm">The binary module.</param>
/// <param name="HostFunctionSlots">
/// Places of tables that held host functions. They are empty in the image; whoever starts a guest from it sets them again
/// through <see cref="ExportedTable"/> before the guest runs.
/// </param>
public sealed record BakedImage(byte[] Wasm, IReadOnlyList<TableSlot> HostFunctionSlots);

/// <summary>A place in a table.</summary>
/// <param name="Table">Index in the module's table index space; most modules have only table 0.</param>
/// <param name="Index">Index in the table.</param>
public readonly record struct TableSlot(int Table, int Index);
