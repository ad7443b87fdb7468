namespace WasmRun.Node.Http;

/// <summary>What became of a piece of input.</summary>
/// <param name="Consumed">Bytes read; less than given after an upgrade, and the offset of the fault after an error
/// (<c>error.bytesParsed</c>).</param>
/// <param name="Code">Node's <c>error.code</c>, such as <c>HPE_INVALID_METHOD</c>; null when there is no error.</param>
/// <param name="Reason">Node's <c>error.reason</c>.</param>
/// <param name="Stopped">An event's answer stopped the parser: the exception it met is the outcome.</param>
public readonly record struct HttpParseResult(int Consumed, string? Code, string? Reason, bool Stopped);
