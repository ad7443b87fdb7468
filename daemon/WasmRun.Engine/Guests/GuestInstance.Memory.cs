using WasmRun.Engine.Native;

namespace WasmRun.Engine;

public sealed unsafe partial class GuestInstance
{
    private ItemHandle _memory;
    private byte* _memoryBase;
    private nuint _memoryLength;

    /// <summary>
    /// The linear memory at its present size. Take it anew after anything that may have let the guest run: a memory
    /// keeps its address, but grows. Invalid after <see cref="Dispose"/>.
    /// </summary>
    /// <remarks>A span holds at most 2 GiB - 1; the rest of a larger memory is reached with <see cref="TrySlice"/>.</remarks>
    public Span<byte> Memory
    {
        get
        {
            RefreshMemory();
            return new Span<byte>(_memoryBase, (int)Math.Min(_memoryLength, int.MaxValue));
        }
    }

    /// <summary>Size in bytes now.</summary>
    public long MemoryLength
    {
        get
        {
            RefreshMemory();
            return (long)_memoryLength;
        }
    }

    /// <summary>Address of byte 0; the same for the whole life of the guest, null without a memory.</summary>
    public byte* MemoryBase => _memoryBase;

    /// <summary>The bytes at a guest address; false when any of them is outside the memory.</summary>
    public bool TrySlice(uint address, uint length, out Span<byte> bytes)
    {
        // The cached length is never too large, for a memory does not shrink: look again only when it seems too small.
        var end = (ulong)address + length;
        if (end > _memoryLength)
        {
            RefreshMemory();
            if (end > _memoryLength)
            {
                bytes = default;
                return false;
            }
        }

        if (length > int.MaxValue)
        {
            bytes = default;
            return false;
        }

        bytes = new Span<byte>(_memoryBase + address, (int)length);
        return true;
    }

    /// <summary>The whole content of an exported memory.</summary>
    /// <exception cref="InvalidModuleException">No memory of that name, or one of 2 GiB or more.</exception>
    internal ReadOnlySpan<byte> ReadMemory(string name)
    {
        if (!TryFindExport(name, ExternKind.Memory, out var item))
        {
            throw Missing("memory", name);
        }

        var length = NativeMethods.wasmtime_memory_data_size(_context, &item.Item);
        return length <= int.MaxValue
            ? new ReadOnlySpan<byte>(NativeMethods.wasmtime_memory_data(_context, &item.Item), (int)length)
            : throw new InvalidModuleException($"{Module.Name}: memory \"{name}\" is too large ({length} bytes)");
    }

    private void RefreshMemory()
    {
        if (_memoryBase != null)
        {
            fixed (ItemHandle* memory = &_memory)
            {
                _memoryLength = NativeMethods.wasmtime_memory_data_size(_context, memory);
            }
        }
    }

    /// <summary>The export "memory", as WASI asks for; else the first memory exported.</summary>
    private void FindMemory()
    {
        if (!TryFindExport("memory", ExternKind.Memory, out var item))
        {
            var first = Module.Exports.FirstOrDefault(export => export.Kind == ItemKind.Memory);
            if (first is null || !TryFindExport(first.Name, ExternKind.Memory, out item))
            {
                return;
            }
        }

        _memory = item.Item;
        _memoryBase = NativeMethods.wasmtime_memory_data(_context, &item.Item);
        RefreshMemory();
    }
}
