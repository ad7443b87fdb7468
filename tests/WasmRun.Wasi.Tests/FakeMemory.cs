namespace WasmRun.Wasi.Tests;

/// <summary>A guest's memory as a plain array of bytes.</summary>
internal sealed class FakeMemory(int size) : GuestMemory
{
    public byte[] Bytes { get; } = new byte[size];

    public override bool TrySlice(uint address, uint length, out Span<byte> bytes)
    {
        if ((ulong)address + length > (ulong)Bytes.Length)
        {
            bytes = default;
            return false;
        }

        bytes = Bytes.AsSpan((int)address, (int)length);
        return true;
    }
}
