using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace WasmRun.Engine;

/// <summary>Writes the binary format: core specification, chapter 5.</summary>
internal sealed class WasmWriter(int capacity = 256)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(Math.Max(capacity, 16));

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public WasmWriter Byte(byte value) => Bytes([value]);

    public WasmWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    public WasmWriter Unsigned(ulong value)
    {
        while (value > 0x7f)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        return Byte((byte)value);
    }

    public WasmWriter Signed(long value)
    {
        while (value is < -64 or > 63)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        return Byte((byte)(value & 0x7f));
    }

    /// <summary>A vector of bytes: its length, then itself.</summary>
    public WasmWriter Blob(ReadOnlySpan<byte> bytes) => Unsigned((ulong)bytes.Length).Bytes(bytes);

    public WasmWriter Name(string name) => Blob(Encoding.UTF8.GetBytes(name));

    /// <summary><c>i32.const</c> or <c>i64.const</c>, and the end.</summary>
    public WasmWriter Offset(ulong offset, bool is64) =>
        Byte(is64 ? (byte)0x42 : (byte)0x41).Signed(is64 ? (long)offset : (int)(uint)offset).Byte(0x0b);

    /// <summary>A constant of a number or vector type, and the end.</summary>
    public WasmWriter Constant(byte valueType, Native.ValRaw value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value.U64);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], value.High);
        _ = valueType switch
        {
            0x7f => Byte(0x41).Signed(value.I32),
            0x7e => Byte(0x42).Signed(value.I64),
            0x7d => Byte(0x43).Bytes(bytes[..4]),
            0x7c => Byte(0x44).Bytes(bytes[..8]),
            0x7b => Byte(0xfd).Unsigned(12).Bytes(bytes),
            _ => throw new InvalidOperationException($"value type 0x{valueType:x2} has no constant"),
        };
        return Byte(0x0b);
    }
}
