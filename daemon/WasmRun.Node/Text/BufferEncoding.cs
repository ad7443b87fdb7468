namespace WasmRun.Node.Text;

/// <summary>A Buffer's string encodings, numbered as Node's native side numbers them (src/node.h, enum encoding).</summary>
public enum BufferEncoding : byte
{
    Ascii = 0,
    Utf8 = 1,
    Base64 = 2,
    Ucs2 = 3,
    Latin1 = 4,
    Hex = 5,
    /// <summary>No string at all: what is passed is a buffer.</summary>
    Buffer = 6,
    Base64Url = 7,
}

/// <summary>Names of <see cref="BufferEncoding"/>.</summary>
public static class BufferEncodings
{
    /// <summary>Names by number, as <c>internalBinding('string_decoder').encodings</c> lists them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ascii", "utf8", "base64", "utf16le", "latin1", "hex", "buffer", "base64url"];

    /// <summary>Finds an encoding by one of its names in any case; false for a name that is none.</summary>
    public static bool TryParse(string name, out BufferEncoding encoding)
    {
        BufferEncoding? found = name.ToLowerInvariant() switch
        {
            "utf8" or "utf-8" => BufferEncoding.Utf8,
            "ucs2" or "ucs-2" or "utf16le" or "utf-16le" => BufferEncoding.Ucs2,
            "latin1" or "binary" => BufferEncoding.Latin1,
            "ascii" => BufferEncoding.Ascii,
            "hex" => BufferEncoding.Hex,
            "base64" => BufferEncoding.Base64,
            "base64url" => BufferEncoding.Base64Url,
            "buffer" => BufferEncoding.Buffer,
            _ => null,
        };
        encoding = found ?? BufferEncoding.Utf8;
        return found is not null;
    }
}
