using System.Runtime.InteropServices;

namespace WasmRun.Node.Zlib;

/// <summary>A deflating or inflating handle (<c>Zlib</c> of the binding), with the decisions of src/node_zlib.cc.</summary>
/// <remarks>
/// The library is zlib-ng: streams are valid, but not byte for byte what Node's zlib writes. It lacks deflateParams, so that
/// <see cref="SetParameters"/> holds from the next reset, and preset dictionaries, which <see cref="Create"/> refuses.
/// </remarks>
public sealed unsafe class ZlibHandle : ICompressionHandle
{
    private const byte GzipFirst = 0x1F, GzipSecond = 0x8B;

    private readonly int windowBits, memoryLevel;
    private int level, strategy;
    private ZlibMode mode;
    private readonly ZlibMode initialMode;
    private int gzipBytesSeen;
    private ZlibNative.Stream* stream;

    private ZlibHandle(ZlibMode mode, int windowBits, int level, int memoryLevel, int strategy)
    {
        this.mode = initialMode = mode;
        this.level = level;
        this.memoryLevel = memoryLevel;
        this.strategy = strategy;
        this.windowBits = mode switch
        {
            ZlibMode.Gzip or ZlibMode.Gunzip => windowBits + 16,
            ZlibMode.Unzip => windowBits + 32,
            ZlibMode.DeflateRaw or ZlibMode.InflateRaw => -windowBits,
            _ => windowBits,
        };
        stream = (ZlibNative.Stream*)NativeMemory.AllocZeroed((nuint)sizeof(ZlibNative.Stream));
    }

    ~ZlibHandle() => Free();

    private bool Deflates => mode is ZlibMode.Deflate or ZlibMode.Gzip or ZlibMode.DeflateRaw;

    /// <summary>Makes a handle: <c>handle.init</c>.</summary>
    /// <param name="mode">A mode of zlib, not of Brotli.</param>
    /// <param name="windowBits">8 to 15, or 0 to take the size from the data.</param>
    /// <param name="level">-1 to 9.</param>
    /// <param name="memoryLevel">1 to 9.</param>
    /// <param name="strategy">0 to 4.</param>
    /// <param name="dictionary">A preset dictionary; must be empty.</param>
    /// <param name="error">What failed.</param>
    public static ZlibHandle? Create(
        ZlibMode mode, int windowBits, int level, int memoryLevel, int strategy, ReadOnlySpan<byte> dictionary, out ZlibError? error)
    {
        error = null;
        if (!dictionary.IsEmpty)
        {
            error = new ZlibError("Failed to set dictionary", "Z_STREAM_ERROR", ZlibNative.StreamError);
            return null;
        }
        var handle = new ZlibHandle(mode, windowBits, level, memoryLevel, strategy);
        int status = handle.Start();
        if (status == ZlibNative.Ok) return handle;
        error = Describe("Init error", status);
        handle.Dispose();
        return null;
    }

    public ZlibError? Write(int flush, ReadOnlySpan<byte> input, Span<byte> output, out int availOut, out int availIn)
    {
        ObjectDisposedException.ThrowIf(stream is null, this);
        int status;
        fixed (byte* inputBytes = input, outputBytes = output)
        {
            stream->NextIn = inputBytes;
            stream->AvailIn = (uint)input.Length;
            stream->NextOut = outputBytes;
            stream->AvailOut = (uint)output.Length;
            status = Run(flush);
            availOut = (int)stream->AvailOut;
            availIn = (int)stream->AvailIn;
            stream->NextIn = stream->NextOut = null;
        }
        return status switch
        {
            ZlibNative.Ok or ZlibNative.BufferError when availOut != 0 && flush == ZlibNative.Finish => Fail("unexpected end of file", status),
            ZlibNative.Ok or ZlibNative.BufferError or ZlibNative.StreamEnd => null,
            ZlibNative.NeedDictionary => Fail("Missing dictionary", status),
            _ => Fail("Zlib error", status),
        };
    }

    /// <summary>Changes level and strategy: <c>handle.params</c>.</summary>
    public ZlibError? SetParameters(int newLevel, int newStrategy)
    {
        (level, strategy) = (newLevel, newStrategy);
        return null;
    }

    public ZlibError? Reset()
    {
        mode = initialMode;
        gzipBytesSeen = 0;
        int status = Restart();
        return status == ZlibNative.Ok ? null : Describe("Failed to reset stream", status);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private int Start() => Deflates
        ? ZlibNative.DeflateInit(stream, level, ZlibNative.Deflated, windowBits, memoryLevel, strategy)
        : ZlibNative.InflateInit(stream, windowBits);

    private int Restart()
    {
        if (!Deflates) return ZlibNative.InflateReset(stream, windowBits);
        _ = ZlibNative.DeflateEnd(stream);
        *stream = default;
        return Start();
    }

    private int Run(int flush)
    {
        if (Deflates) return ZlibNative.Deflate(stream, flush);
        if (mode == ZlibMode.Unzip) GuessFormat();
        int status = ZlibNative.Inflate(stream, flush);
        // Another member may follow in the same archive; zeros are padding, anything else is an error that inflate finds.
        while (stream->AvailIn > 0 && mode == ZlibMode.Gunzip && status == ZlibNative.StreamEnd && *stream->NextIn != 0)
        {
            byte* nextIn = stream->NextIn;
            uint availIn = stream->AvailIn;
            _ = ZlibNative.InflateReset(stream, windowBits);
            stream->NextIn = nextIn;
            stream->AvailIn = availIn;
            status = ZlibNative.Inflate(stream, flush);
        }
        return status;
    }

    private void GuessFormat()
    {
        for (int i = 0; i < stream->AvailIn && mode == ZlibMode.Unzip; i++)
        {
            byte expected = gzipBytesSeen == 0 ? GzipFirst : GzipSecond;
            if (stream->NextIn[i] != expected) mode = ZlibMode.Inflate;
            else if (++gzipBytesSeen == 2) mode = ZlibMode.Gunzip;
        }
    }

    private ZlibError Fail(string message, int status) =>
        Describe(stream->Message is null ? message : Marshal.PtrToStringUTF8((nint)stream->Message) ?? message, status);

    private static ZlibError Describe(string message, int status) => new(message, status switch
    {
        ZlibNative.Ok => "Z_OK",
        ZlibNative.StreamEnd => "Z_STREAM_END",
        ZlibNative.NeedDictionary => "Z_NEED_DICT",
        ZlibNative.StreamError => "Z_STREAM_ERROR",
        ZlibNative.DataError => "Z_DATA_ERROR",
        ZlibNative.MemoryError => "Z_MEM_ERROR",
        ZlibNative.BufferError => "Z_BUF_ERROR",
        ZlibNative.VersionError => "Z_VERSION_ERROR",
        _ => "Z_ERRNO",
    }, status);

    private void Free()
    {
        if (stream is null) return;
        _ = Deflates ? ZlibNative.DeflateEnd(stream) : ZlibNative.InflateEnd(stream);
        NativeMemory.Free(stream);
        stream = null;
    }
}
