using System.Buffers.Binary;
using System.Text;
using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>
/// The linear memory of a guest as system calls reach it: every access is checked, and one outside is
/// <see cref="Errno.Fault"/>, never an exception.
/// </summary>
/// <remarks>A span is good until the guest runs again or the call has waited: take it anew afterwards, for a memory may grow.</remarks>
public abstract class GuestMemory
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes at a guest address; false when any of them is outside, or they are more than 2 GiB.</summary>
    public abstract bool TrySlice(uint address, uint length, out Span<byte> bytes);

    public Errno Slice(uint address, uint length, out Span<byte> bytes) =>
        TrySlice(address, length, out bytes) ? Errno.Success : Errno.Fault;

    public Errno WriteU32(uint address, uint value)
    {
        if (!TrySlice(address, sizeof(uint), out var bytes))
        {
            return Errno.Fault;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Errno.Success;
    }

    public Errno WriteU64(uint address, ulong value)
    {
        if (!TrySlice(address, sizeof(ulong), out var bytes))
        {
            return Errno.Fault;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Errno.Success;
    }

    /// <summary>Reads a string, which preview1 says is UTF-8.</summary>
    /// <param name="address">Where it starts.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="maxLength">More bytes are <see cref="Errno.NameTooLong"/>, before they are decoded.</param>
    /// <param name="text">The string; empty on failure.</param>
    /// <returns><see cref="Errno.IllegalSequence"/> when it is no UTF-8.</returns>
    public Errno ReadText(uint address, uint length, int maxLength, out string text)
    {
        text = "";
        if (!TrySlice(address, length, out var bytes))
        {
            return Errno.Fault;
        }

        if (length > maxLength)
        {
            return Errno.NameTooLong;
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Errno.IllegalSequence;
        }

        text = StrictUtf8.GetString(bytes);
        return Errno.Success;
    }
}
