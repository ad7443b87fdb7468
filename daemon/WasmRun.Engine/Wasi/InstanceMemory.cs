using WasmRun.Wasi;

namespace WasmRun.Engine;

/// <summary>The memory of an instance as system calls reach it. Until the instance is made there is none.</summary>
internal sealed class InstanceMemory : GuestMemory
{
    public GuestInstance? Instance { get; set; }

    public override bool TrySlice(uint address, uint length, out Span<byte> bytes)
    {
        if (Instance is { } instance)
        {
            return instance.TrySlice(address, length, out bytes);
        }

        bytes = default;
        return false;
    }
}
