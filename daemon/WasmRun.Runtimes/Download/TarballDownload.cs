using System.Security.Cryptography;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes.Download;

/// <summary>
/// Fetches one tarball into a file named after its hash. What is there of an earlier attempt is hashed again and
/// continued; the file takes its final name only once all of it hashes to what the catalogue says.
/// </summary>
internal sealed class TarballDownload(RegistryClient registry, StoreFiles files, DownloadLimits limits)
{
    private const int BufferSize = 128 << 10;

    /// <returns>The path of the checked tarball; the caller deletes it when done.</returns>
    /// <exception cref="RuntimeException">What <see cref="RegistryClient"/> throws, and a mismatch.</exception>
    /// <exception cref="IOException">The disk's failures.</exception>
    public async Task<string> FetchAsync(
        PackageSource package, string folder, Action<FetchPhase, long> report, CancellationToken cancellation)
    {
        var tarball = Path.Combine(folder, Integrity.Parse(package.Integrity).FileName + ".tgz");
        var part = tarball + ".part";
        if (File.Exists(tarball))
        {
            // Left by a crash between the check and the unpacking; it is checked again like any part.
            File.Move(tarball, part, overwrite: true);
        }

        var delay = limits.RetryDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                report(FetchPhase.Resolving, 0);
                await FetchPartAsync(package, part, report, cancellation).ConfigureAwait(false);
                File.Move(part, tarball, overwrite: true);
                return tarball;
            }
            catch (RuntimeException e) when (attempt < limits.Attempts && RegistryFailure.IsTransient(e))
            {
                await Task.Delay(delay, cancellation).ConfigureAwait(false);
                delay *= 2;
            }
            catch (IOException e) when (StoreFiles.IsDiskFull(e))
            {
                // Continuing later is worth less than the space is to someone who has none.
                File.Delete(part);
                throw;
            }
        }
    }

    private async Task FetchPartAsync(PackageSource package, string part, Action<FetchPhase, long> report, CancellationToken cancellation)
    {
        var expected = Integrity.Parse(package.Integrity);
        var output = files.Open(part, FileMode.OpenOrCreate);
        await using var closing = output.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var transfer = new TarballTransfer(registry, package, limits, report);
        var have = await HashExistingAsync(output, package.Size, hash, cancellation).ConfigureAwait(false);
        var isContinued = have == package.Size || await transfer.AppendAsync(output, hash, cancellation).ConfigureAwait(false);
        if (Integrity.Of(hash) != expected && isContinued)
        {
            // The beginning may be from something else: once more, from the start.
            output.SetLength(0);
            hash.GetHashAndReset();
            await transfer.AppendAsync(output, hash, cancellation).ConfigureAwait(false);
        }

        var got = Integrity.Of(hash);
        if (got != expected)
        {
            output.SetLength(0);
            throw new RuntimeException(
                RuntimeErrorCode.IntegrityMismatch,
                $"The registry's {package.Name} {package.Version} is not the package it should be: "
                + $"expected {expected.Text}, got {got.Text}.",
                "Nothing of it was kept. A proxy or mirror that alters packages is the usual cause: "
                + "point npm at another registry and try again.");
        }
    }

    /// <returns>The bytes that can be kept; the stream stands behind them.</returns>
    private static async Task<long> HashExistingAsync(Stream part, long size, IncrementalHash hash, CancellationToken cancellation)
    {
        if (part.Length > size)
        {
            part.SetLength(0);
        }

        var buffer = new byte[BufferSize];
        part.Position = 0;
        while (true)
        {
            var count = await part.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                return part.Position;
            }

            hash.AppendData(buffer, 0, count);
        }
    }
}
