namespace WasmRun.Node.Zlib;

/// <summary>What a handle does, numbered as in <c>internalBinding('constants').zlib</c>.</summary>
public enum ZlibMode
{
    None = 0,
    Deflate = 1,
    Inflate = 2,
    Gzip = 3,
    Gunzip = 4,
    DeflateRaw = 5,
    InflateRaw = 6,
    /// <summary>Inflates gzip or zlib, whichever the first two bytes say.</summary>
    Unzip = 7,
    BrotliDecode = 8,
    BrotliEncode = 9,
}
