using System.Diagnostics.CodeAnalysis;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>
/// JavaScript strings of header names and values that came before: the requests of a client differ little, and a string that
/// is there already costs neither a copy nor a call into the engine.
/// </summary>
internal sealed class HeaderStrings(NodeHost host)
{
    /// <summary>Longer ones are tokens and cookies, which seldom come twice.</summary>
    private const int MaxLength = 128;

    /// <summary>With <see cref="MaxLength"/> the bound on what a hostile client can make it keep.</summary>
    private const int MaxCount = 1024;

    private readonly Dictionary<byte[], JsValue> _strings = new(new ByteComparer());

    /// <summary>An owned string of latin1 bytes.</summary>
    public JsValue Get(ReadOnlySpan<byte> latin1)
    {
        var js = host.Js;
        if (latin1.Length > MaxLength)
        {
            return js.NewLatin1(latin1);
        }

        var lookup = _strings.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(latin1, out var known))
        {
            return js.Dup(known);
        }

        var made = js.NewLatin1(latin1);
        if (_strings.Count < MaxCount)
        {
            lookup[latin1] = js.Dup(made);
        }

        return made;
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] bytes) => GetHashCode(bytes.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> bytes)
        {
            var hash = default(HashCode);
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
