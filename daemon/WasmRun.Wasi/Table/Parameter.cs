namespace WasmRun.Wasi;

/// <summary>What a parameter of a system call means; the WebAssembly types and the trace follow from it.</summary>
public enum ParameterKind
{
    /// <summary>A file descriptor.</summary>
    Descriptor,

    /// <summary>A number of 32 bits.</summary>
    Number,

    /// <summary>A number of 64 bits, not signed.</summary>
    Number64,

    /// <summary>A distance of 64 bits, signed.</summary>
    Delta64,

    /// <summary>A bit set of 32 bits.</summary>
    Flags,

    /// <summary>A bit set of 64 bits.</summary>
    Flags64,

    /// <summary>A string: address and length, two values.</summary>
    Text,

    /// <summary>Memory that the call fills: address and length, two values.</summary>
    Buffer,

    /// <summary>A list of buffers: address and count, two values.</summary>
    Vectors,

    /// <summary>The address of memory that the call reads or fills as a whole.</summary>
    Address,

    /// <summary>The address of a 32-bit result.</summary>
    Out32,

    /// <summary>The address of a 64-bit result.</summary>
    Out64,
}

/// <summary>One parameter of a system call, named as in the specification.</summary>
public sealed record Parameter(string Name, ParameterKind Kind)
{
    /// <summary>Values it takes in the WebAssembly signature.</summary>
    public int Width => Kind is ParameterKind.Text or ParameterKind.Buffer or ParameterKind.Vectors ? 2 : 1;

    /// <summary>True for an i64; the rest are i32.</summary>
    public bool IsWide => Kind is ParameterKind.Number64 or ParameterKind.Delta64 or ParameterKind.Flags64;

    /// <summary>Reads <c>"fd:fd, path:string, size:out32"</c>, the notation of the table.</summary>
    internal static Parameter[] ParseList(string text) =>
        [.. text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static Parameter Parse(string text)
    {
        var parts = text.Split(':');
        return new Parameter(parts[0], parts[1] switch
        {
            "fd" => ParameterKind.Descriptor,
            "u32" => ParameterKind.Number,
            "u64" => ParameterKind.Number64,
            "s64" => ParameterKind.Delta64,
            "flags" => ParameterKind.Flags,
            "flags64" => ParameterKind.Flags64,
            "string" => ParameterKind.Text,
            "buffer" => ParameterKind.Buffer,
            "iovecs" => ParameterKind.Vectors,
            "address" => ParameterKind.Address,
            "out32" => ParameterKind.Out32,
            "out64" => ParameterKind.Out64,
            _ => throw new FormatException($"'{text}' is no parameter"),
        });
    }
}
