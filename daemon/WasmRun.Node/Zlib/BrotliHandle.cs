namespace WasmRun.Node.Zlib;

/// <summary>A Brotli handle (<c>BrotliEncoder</c> and <c>BrotliDecoder</c> of the binding).</summary>
/// <remarks>
/// The library does not say which fault of the format it found; every one is reported with <see cref="FormatError"/>. Parameters of the
/// decoder are not settable there and are left out.
/// </remarks>
public sealed unsafe class BrotliHandle : ICompressionHandle
{
    /// <summary>The code of all decoding faults, the common beginning of Node's.</summary>
    public const string FormatError = "ERR__ERROR_FORMAT";

    private const int Finish = 2;
    private const int DecoderFailed = 0, DecoderNeedsInput = 2;

    private readonly bool encodes;
    private readonly uint[] parameters;
    private nint state;

    /// <param name="mode"><see cref="ZlibMode.BrotliEncode"/> or <see cref="ZlibMode.BrotliDecode"/>.</param>
    /// <param name="parameters">Values by parameter number; <see cref="uint.MaxValue"/> keeps the library's own: <c>handle.init</c>.</param>
    /// <param name="valid">False when the library refuses a parameter ("Initialization failed").</param>
    public BrotliHandle(ZlibMode mode, ReadOnlySpan<uint> parameters, out bool valid)
    {
        encodes = mode == ZlibMode.BrotliEncode;
        this.parameters = parameters.ToArray();
        valid = Start();
    }

    ~BrotliHandle() => Free();

    public ZlibError? Write(int flush, ReadOnlySpan<byte> input, Span<byte> output, out int availOut, out int availIn)
    {
        ObjectDisposedException.ThrowIf(state == 0, this);
        nuint inputLeft = (nuint)input.Length, outputLeft = (nuint)output.Length;
        int status;
        fixed (byte* inputBytes = input, outputBytes = output)
        {
            byte* nextIn = inputBytes;
            byte* nextOut = outputBytes;
            status = encodes
                ? ZlibNative.BrotliEncoderCompress(state, flush, &inputLeft, &nextIn, &outputLeft, &nextOut, null)
                : ZlibNative.BrotliDecoderDecompress(state, &inputLeft, &nextIn, &outputLeft, &nextOut, null);
        }
        availOut = (int)outputLeft;
        availIn = (int)inputLeft;
        if (encodes) return status != 0 ? null : new ZlibError("Compression failed", "ERR_BROTLI_COMPRESSION_FAILED", -1);
        if (status == DecoderFailed) return new ZlibError("Decompression failed", FormatError, -1);
        bool cut = flush == Finish && status == DecoderNeedsInput;
        return cut ? new ZlibError("unexpected end of file", "Z_BUF_ERROR", ZlibNative.BufferError) : null;
    }

    public ZlibError? Reset()
    {
        Free();
        return Start() ? null : new ZlibError("Initialization failed", "ERR_ZLIB_INITIALIZATION_FAILED", -1);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private bool Start()
    {
        state = encodes ? ZlibNative.BrotliEncoderCreate(0, 0, 0) : ZlibNative.BrotliDecoderCreate(0, 0, 0);
        bool valid = state != 0;
        for (int i = 0; encodes && valid && i < parameters.Length; i++)
        {
            if (parameters[i] != uint.MaxValue) valid = ZlibNative.BrotliEncoderSetParameter(state, i, parameters[i]) != 0;
        }
        return valid;
    }

    private void Free()
    {
        if (state == 0) return;
        if (encodes) ZlibNative.BrotliEncoderDestroy(state);
        else ZlibNative.BrotliDecoderDestroy(state);
        state = 0;
    }
}
