using System.Buffers.Binary;
using System.Text;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;

namespace WasmRun.Wasi;

/// <summary>argv or the environment as a guest asks for it: the strings one behind the other, each ended by a NUL, and where each starts.</summary>
internal sealed class StringBlock
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    private StringBlock(IEnumerable<string> strings)
    {
        var bytes = new List<byte>();
        var starts = new List<int>();
        foreach (var text in strings)
        {
            starts.Add(bytes.Count);
            bytes.AddRange(Encoding.UTF8.GetBytes(text));
            bytes.Add(0);
        }

        _bytes = [.. bytes];
        _starts = [.. starts];
    }

    public static StringBlock FromArguments(Process process) => new(process.Arguments);

    public static StringBlock FromEnvironment(Process process) =>
        new(process.Environment.Select(variable => $"{variable.Key}={variable.Value}"));

    public Errno WriteSizes(GuestMemory memory, uint count, uint size)
    {
        var errno = memory.WriteU32(count, (uint)_starts.Length);
        return errno == Errno.Success ? memory.WriteU32(size, (uint)_bytes.Length) : errno;
    }

    public Errno Write(GuestMemory memory, uint pointers, uint strings)
    {
        if (!memory.TrySlice(pointers, (uint)_starts.Length * sizeof(uint), out var table)
            || !memory.TrySlice(strings, (uint)_bytes.Length, out var bytes))
        {
            return Errno.Fault;
        }

        for (var i = 0; i < _starts.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table[(i * sizeof(uint))..], strings + (uint)_starts[i]);
        }

        _bytes.CopyTo(bytes);
        return Errno.Success;
    }
}
