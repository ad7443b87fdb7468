using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace WasmRun.Runtimes.Download;

/// <summary>
/// Takes the catalogue's files, and no others, out of a tarball that was checked against its hash. Each one's size
/// and hash are checked again: the hash of the tarball says who made it, the file's own what this product was tested
/// with. A native binary is only read for the library in it; it never reaches the disk.
/// </summary>
internal sealed class PackageUnpacker(StoreFiles files)
{
    private const int BufferSize = 128 << 10;

    /// <exception cref="RuntimeException">
    /// <see cref="RuntimeErrorCode.MalformedPackage"/>, <see cref="RuntimeErrorCode.IntegrityMismatch"/>
    /// </exception>
    public async Task UnpackAsync(
        string tarball,
        RuntimeRelease release,
        IReadOnlyList<LibrarySlice> slices,
        string destination,
        Action<long> report,
        CancellationToken cancellation)
    {
        var wanted = release.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var binary = release.Library?.Binary;
        var taken = 0L;
        try
        {
            var input = files.Open(tarball, FileMode.Open);
            await using var closing = input.ConfigureAwait(false);
            var unzipped = new GZipStream(input, CompressionMode.Decompress);
            await using var closingToo = unzipped.ConfigureAwait(false);
            var tar = new TarReader(unzipped);
            await using var closingLast = tar.ConfigureAwait(false);
            while ((wanted.Count > 0 || binary is not null)
                && await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
            {
                CheckName(release, entry);
                if (wanted.Remove(entry.Name, out var file))
                {
                    await TakeAsync(release, entry, file, destination, cancellation).ConfigureAwait(false);
                    report(taken += file.Size);
                }
                else if (entry.Name == binary)
                {
                    var folder = Path.Combine(destination, NodeLibrary.Folder);
                    await new LibraryCutter(files, release, slices)
                        .CutAsync(DataOf(release, entry), folder, bytes => report(taken + bytes), cancellation).ConfigureAwait(false);
                    taken += release.Library!.Size;
                    binary = null;
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw Malformed(release, "it can't be unpacked", e);
        }

        if (wanted.Keys.FirstOrDefault() is { } missing)
        {
            throw Malformed(release, $"{missing} is not in it");
        }

        if (binary is not null)
        {
            throw Malformed(release, $"{binary} is not in it");
        }
    }

    private async Task TakeAsync(
        RuntimeRelease release, TarEntry entry, PackageFile file, string destination, CancellationToken cancellation)
    {
        var data = DataOf(release, entry);
        if (entry.Length != file.Size)
        {
            throw Mismatch(release, file.Path, $"{file.Size} bytes", $"{entry.Length}");
        }

        var path = Path.Combine(destination, file.As);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var output = files.Open(path, FileMode.CreateNew);
        await using var closing = output.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await data.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            await output.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
        }

        var got = Convert.ToHexStringLower(hash.GetCurrentHash());
        if (got != file.Sha256)
        {
            throw Mismatch(release, file.Path, file.Sha256, got);
        }
    }

    /// <summary>
    /// Nothing outside the wanted names is ever written, but a package that tries is not one to take anything from.
    /// </summary>
    private static void CheckName(RuntimeRelease release, TarEntry entry)
    {
        var name = entry.Name;
        if (name.Length == 0 || name[0] is '/' or '\\' || name.Contains(':', StringComparison.Ordinal)
            || name.Split('/', '\\').Contains(".."))
        {
            throw Malformed(release, $"it holds the name “{name}”");
        }
    }

    private static Stream DataOf(RuntimeRelease release, TarEntry entry)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            throw Malformed(release, $"{entry.Name} is no regular file");
        }

        return entry.DataStream ?? Stream.Null;
    }

    internal static RuntimeException Mismatch(RuntimeRelease release, string what, string expected, string got) => new(
        RuntimeErrorCode.IntegrityMismatch,
        $"{what} of {release.Package.Name} {release.Package.Version} is not what it should be: expected {expected}, got {got}.",
        "Nothing of it was kept. Please report this with the versions of wasmrun and of your system.");

    private static RuntimeException Malformed(RuntimeRelease release, string why, Exception? inner = null) => new(
        RuntimeErrorCode.MalformedPackage,
        $"The package {release.Package.Name} {release.Package.Version} can't be used: {why}.",
        "Nothing of it was kept. Please report this with the version of wasmrun.",
        inner);
}
