using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes.Download;

/// <summary>
/// Fetches one tarball into a file named after its hash. What is there of an earlier attempt is hashed again and
/// continued; the file takes its final name only once all of it hashes to what the catalogue says.
/// </summary>
internal sealed class TarballDownload(RegistryClient registry, StoreFiles files, TarballDownload.Limits limits)
{
    private const int BufferSize = 128 << 10;

    /// <param name="Attempts">How often a failure that may pass by itself is met before giving up.</param>
    /// <param name="RetryDelay">Before the second attempt; doubled for each further one.</param>
    /// <param name="Stall">How long a server may send nothing.</param>
    public sealed record Limits(int Attempts, TimeSpan RetryDelay, TimeSpan Stall);

    /// <returns>The path of the checked tarball; the caller deletes it when done.</returns>
    public async Task<string> FetchAsync(
        RuntimeRelease release, string folder, Action<FetchPhase, long> report, CancellationToken cancellation)
    {
        var integrity = Integrity.Parse(release.Package.Integrity);
        var tarball = Path.Combine(folder, integrity.FileName + ".tgz");
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
                await FetchPartAsync(release.Package, integrity, part, report, cancellation).ConfigureAwait(false);
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

    private async Task FetchPartAsync(
        PackageSource package, Integrity expected, string part, Action<FetchPhase, long> report, CancellationToken cancellation)
    {
        var output = files.Open(part, FileMode.OpenOrCreate);
        await using var closing = output.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var have = await HashExistingAsync(output, package.Size, hash, cancellation).ConfigureAwait(false);
        var resumed = have > 0;
        if (have < package.Size)
        {
            resumed = await DownloadAsync(package, output, have, hash, report, cancellation).ConfigureAwait(false);
        }

        var got = Integrity.Of(hash);
        if (got == expected)
        {
            return;
        }

        output.SetLength(0);
        if (resumed)
        {
            // The beginning may be from something else: once more, from the start.
            hash.GetHashAndReset();
            await DownloadAsync(package, output, 0, hash, report, cancellation).ConfigureAwait(false);
            got = Integrity.Of(hash);
            if (got == expected)
            {
                return;
            }

            output.SetLength(0);
        }

        throw new RuntimeException(
            RuntimeErrorCode.IntegrityMismatch,
            $"The registry's {package.Name} {package.Version} is not the package it should be: expected {expected.Text}, got {got.Text}.",
            "Nothing of it was kept. A proxy or mirror that alters packages is the usual cause: point npm at another registry and try again.");
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

    /// <returns>Whether the server continued at <paramref name="from"/> instead of sending everything.</returns>
    private async Task<bool> DownloadAsync(
        PackageSource package, Stream output, long from, IncrementalHash hash, Action<FetchPhase, long> report, CancellationToken cancellation)
    {
        var locations = await registry.FindTarballAsync(package.Name, package.Version, cancellation).ConfigureAwait(false);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var response = await OpenAsync(locations, from, stall, cancellation).ConfigureAwait(false);
        var resumed = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        if (!resumed)
        {
            output.SetLength(0);
            hash.GetHashAndReset();
        }

        var source = response.RequestMessage!.RequestUri!;
        try
        {
            await CopyAsync(package, response, output, hash, stall, report).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            var quiet = limits.Stall.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            throw RegistryFailure.OfConnection(source, registry.ProxyFor(source), new TimeoutException($"silent for {quiet} s", e));
        }
        catch (HttpRequestException e)
        {
            throw RegistryFailure.OfConnection(source, registry.ProxyFor(source), e);
        }

        return resumed;
    }

    private async Task<HttpResponseMessage> OpenAsync(
        IReadOnlyList<Uri> locations, long from, CancellationTokenSource stall, CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                stall.CancelAfter(limits.Stall);
                var response = await registry.GetFileAsync(locations[i], from > 0 ? from : null, stall.Token).ConfigureAwait(false);
                if (response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    return response;
                }

                response.Dispose();
                from = 0;
                i--;
            }
            catch (RuntimeException) when (i + 1 < locations.Count)
            {
                // The registry's own host is tried next.
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw RegistryFailure.OfConnection(locations[i], registry.ProxyFor(locations[i]), new TimeoutException("no answer", e));
            }
        }
    }

    private async Task CopyAsync(
        PackageSource package, HttpResponseMessage response, Stream output, IncrementalHash hash, CancellationTokenSource stall, Action<FetchPhase, long> report)
    {
        Stream body;
        try
        {
            body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }

        await using var closing = body.ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        var lastReport = Stopwatch.GetTimestamp();
        report(FetchPhase.Downloading, output.Position);
        while (true)
        {
            stall.CancelAfter(limits.Stall);
            var count = await ReadAsync(body, buffer, stall.Token).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            hash.AppendData(buffer, 0, count);
            await output.WriteAsync(buffer.AsMemory(0, count), stall.Token).ConfigureAwait(false);
            if (output.Position > package.Size)
            {
                // Longer than the catalogue says: the hash can't match any more, and a hostile server stops here.
                break;
            }

            if (Stopwatch.GetElapsedTime(lastReport) > TimeSpan.FromMilliseconds(50))
            {
                report(FetchPhase.Downloading, output.Position);
                lastReport = Stopwatch.GetTimestamp();
            }
        }

        report(FetchPhase.Downloading, output.Position);
        if (output.Position < package.Size && response.Content.Headers.ContentLength is null)
        {
            throw new HttpRequestException("the answer ended early");
        }
    }

    /// <summary>Keeps failures of the network apart from those of the disk.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }
}
