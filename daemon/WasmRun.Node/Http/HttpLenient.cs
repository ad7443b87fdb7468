namespace WasmRun.Node.Http;

/// <summary>Rules that a parser may be told not to insist on; the bits are Node's <c>kLenient…</c> constants.</summary>
[Flags]
public enum HttpLenient
{
    None = 0,
    Headers = 1 << 0,
    ChunkedLength = 1 << 1,
    KeepAlive = 1 << 2,
    TransferEncoding = 1 << 3,
    Version = 1 << 4,
    DataAfterClose = 1 << 5,
    OptionalLFAfterCR = 1 << 6,
    OptionalCRLFAfterChunk = 1 << 7,
    OptionalCRBeforeLF = 1 << 8,
    SpacesAfterChunkSize = 1 << 9,
    HeaderValueRelaxed = 1 << 10,
    All = (1 << 10) - 1,
}
