namespace WasmRun.Wasi;

/// <summary>
/// The arguments of one call, where the engine left them: one 16-byte slot each, the value in the low bytes. What is above
/// a value's own width is undefined, so an i32 is read as an i32.
/// </summary>
public readonly unsafe struct SyscallArguments(void* slots)
{
    private readonly ulong* _slots = (ulong*)slots;

    public uint U32(int index) => *(uint*)(_slots + (2 * index));

    public ulong U64(int index) => _slots[2 * index];

    public long I64(int index) => (long)_slots[2 * index];
}
