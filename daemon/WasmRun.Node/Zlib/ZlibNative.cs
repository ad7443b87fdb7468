using System.Runtime.InteropServices;

namespace WasmRun.Node.Zlib;

/// <summary>
/// The zlib and Brotli that .NET itself ships and links (src/native/libs/System.IO.Compression.Native). Its stream classes hide flush
/// modes and partial output, which Node's handles are made of.
/// </summary>
internal static unsafe partial class ZlibNative
{
    // Without the prefix of Unix: the name under which Native AOT links it, on every system.
    private const string Library = "System.IO.Compression.Native";

    internal const int Ok = 0, StreamEnd = 1, NeedDictionary = 2, StreamError = -2, DataError = -3, MemoryError = -4, BufferError = -5, VersionError = -6;
    internal const int NoFlush = 0, Finish = 4;
    internal const int Deflated = 8;

    [StructLayout(LayoutKind.Sequential)]
    internal struct Stream
    {
        internal byte* NextIn;
        internal byte* NextOut;
        internal byte* Message;
        internal void* State;
        internal uint AvailIn;
        internal uint AvailOut;
    }

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateInit2_")]
    internal static partial int DeflateInit(Stream* stream, int level, int method, int windowBits, int memLevel, int strategy);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Deflate")]
    internal static partial int Deflate(Stream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateEnd")]
    internal static partial int DeflateEnd(Stream* stream);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateInit2_")]
    internal static partial int InflateInit(Stream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Inflate")]
    internal static partial int Inflate(Stream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateReset2_")]
    internal static partial int InflateReset(Stream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateEnd")]
    internal static partial int InflateEnd(Stream* stream);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Crc32")]
    internal static partial uint Crc32(uint crc, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "BrotliEncoderCreateInstance")]
    internal static partial nint BrotliEncoderCreate(nint allocate, nint free, nint opaque);

    [LibraryImport(Library, EntryPoint = "BrotliEncoderSetParameter")]
    internal static partial int BrotliEncoderSetParameter(nint state, int parameter, uint value);

    [LibraryImport(Library, EntryPoint = "BrotliEncoderCompressStream")]
    internal static partial int BrotliEncoderCompress(
        nint state, int operation, nuint* availIn, byte** nextIn, nuint* availOut, byte** nextOut, nuint* total);

    [LibraryImport(Library, EntryPoint = "BrotliEncoderDestroyInstance")]
    internal static partial void BrotliEncoderDestroy(nint state);

    [LibraryImport(Library, EntryPoint = "BrotliDecoderCreateInstance")]
    internal static partial nint BrotliDecoderCreate(nint allocate, nint free, nint opaque);

    [LibraryImport(Library, EntryPoint = "BrotliDecoderDecompressStream")]
    internal static partial int BrotliDecoderDecompress(
        nint state, nuint* availIn, byte** nextIn, nuint* availOut, byte** nextOut, nuint* total);

    [LibraryImport(Library, EntryPoint = "BrotliDecoderDestroyInstance")]
    internal static partial void BrotliDecoderDestroy(nint state);
}
