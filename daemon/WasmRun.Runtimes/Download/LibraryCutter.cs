using System.Security.Cryptography;
using System.Text;

namespace WasmRun.Runtimes.Download;

/// <summary>
/// Reads a native binary once, forwards, and writes the library's modules that stand in it as UTF-8 files. Each
/// slice must hash to what the manifest says before it is kept.
/// </summary>
internal sealed class LibraryCutter(StoreFiles files, RuntimeRelease release, IReadOnlyList<LibrarySlice> slices)
{
    private readonly byte[] _skipped = new byte[256 << 10];

    public async Task CutAsync(Stream binary, string folder, Action<long> report, CancellationToken cancellation)
    {
        var position = 0L;
        var done = 0L;
        foreach (var slice in slices)
        {
            await SkipAsync(binary, slice.Offset - position, cancellation).ConfigureAwait(false);
            var bytes = new byte[slice.Length];
            var count = await binary.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            var got = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, count)));
            if (got != slice.Sha256)
            {
                throw PackageUnpacker.Mismatch(release, $"The module {slice.Id}", slice.Sha256, got);
            }

            await WriteAsync(NodeLibrary.PathOf(folder, slice.Id), Utf8(slice, bytes), cancellation).ConfigureAwait(false);
            position = slice.Offset + slice.Length;
            report(done += slice.Length);
        }
    }

    private async Task SkipAsync(Stream binary, long count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            var chunk = _skipped.AsMemory(0, (int)Math.Min(count, _skipped.Length));
            var read = await binary.ReadAsync(chunk, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                // The next slice comes out empty and fails its check.
                return;
            }

            count -= read;
        }
    }

    private async Task WriteAsync(string path, byte[] text, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var output = files.Open(path, FileMode.CreateNew);
        await using var closing = output.ConfigureAwait(false);
        await output.WriteAsync(text, cancellation).ConfigureAwait(false);
    }

    private static byte[] Utf8(LibrarySlice slice, byte[] bytes)
    {
        var encoding = slice.Encoding switch
        {
            "latin1" => Encoding.Latin1,
            "utf16le" => Encoding.Unicode,
            _ => throw new InvalidDataException($"The manifest gives {slice.Id} the unknown encoding {slice.Encoding}."),
        };
        return Encoding.Convert(encoding, Encoding.UTF8, bytes);
    }
}
