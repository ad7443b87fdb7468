using System.Text;

namespace WasmRun.Engine;

/// <summary>Reads the binary format: core specification, chapter 5.</summary>
/// <remarks>The bytes were validated by Wasmtime before, so a damaged module is not expected here: it throws, and that is enough.</remarks>
internal ref struct WasmReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position == _bytes.Length;

    public byte Byte() => _bytes[Position++];

    public uint U32() => checked((uint)U64());

    public ulong U64()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if ((part & 0x80) == 0)
            {
                return value;
            }
        }
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        var span = _bytes.Slice(Position, count);
        Position += count;
        return span;
    }

    /// <summary>A vector of bytes: its length, then itself.</summary>
    public ReadOnlySpan<byte> Blob() => Bytes((int)U32());

    public string Name() => Encoding.UTF8.GetString(Blob());

    /// <summary>What was read since <paramref name="start"/>.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _bytes[start..Position];

    /// <summary>A value type: one byte, or a typed reference with its heap type.</summary>
    public ReadOnlySpan<byte> ValueType()
    {
        var start = Position;
        if (Byte() is 0x63 or 0x64)
        {
            U64();
        }

        return Since(start);
    }

    /// <summary>A constant expression with its end; calls back for each function it refers to.</summary>
    /// <exception cref="InvalidModuleException">It builds a GC object.</exception>
    public ReadOnlySpan<byte> Expression(Action<uint>? onFunction = null)
    {
        var start = Position;
        while (true)
        {
            switch (Byte())
            {
                case 0x0b:
                    return Since(start);
                case 0x41 or 0x42 or 0x23 or 0xd0: // i32.const, i64.const, global.get, ref.null: one LEB128 number
                    U64();
                    break;
                case 0x43:
                    Bytes(4);
                    break;
                case 0x44:
                    Bytes(8);
                    break;
                case 0xd2: // ref.func
                    var function = U32();
                    onFunction?.Invoke(function);
                    break;
                case 0x6a or 0x6b or 0x6c or 0x7c or 0x7d or 0x7e: // extended constants: add, sub, mul
                    break;
                case 0xfd: // v128.const
                    U32();
                    Bytes(16);
                    break;
                case var opcode:
                    throw new InvalidModuleException($"an image cannot be baked: constant expression with opcode 0x{opcode:x2}");
            }
        }
    }
}
