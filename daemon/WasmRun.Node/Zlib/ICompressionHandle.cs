namespace WasmRun.Node.Zlib;

/// <summary>A handle of <c>internalBinding('zlib')</c>: a stream's state between writes. It is of one thread at a time.</summary>
public interface ICompressionHandle : IDisposable
{
    /// <summary>Reads as much input and gives as much output as there is room for: <c>handle.write</c>.</summary>
    /// <param name="flush">A flush value of zlib, or an operation of Brotli.</param>
    /// <param name="input">What is to be read.</param>
    /// <param name="output">Where the output goes.</param>
    /// <param name="availOut">Bytes of output left over: <c>writeState[0]</c>.</param>
    /// <param name="availIn">Bytes of input left over: <c>writeState[1]</c>.</param>
    /// <returns>What failed, null when nothing did.</returns>
    ZlibError? Write(int flush, ReadOnlySpan<byte> input, Span<byte> output, out int availOut, out int availIn);

    /// <summary>Starts a new stream with the same parameters: <c>handle.reset</c>.</summary>
    ZlibError? Reset();
}
