using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using WasmRun.Runtimes.Registry;

namespace WasmRun.Runtimes.Download;

/// <param name="Attempts">How often a failure that may pass by itself is met before giving up.</param>
/// <param name="RetryDelay">Before the second attempt; doubled for each further one.</param>
/// <param name="Stall">How long a server may send nothing.</param>
internal sealed record DownloadLimits(int Attempts, TimeSpan RetryDelay, TimeSpan Stall);

/// <summary>One request for a tarball, from the registry's word on where it is to the last byte.</summary>
internal sealed class TarballTransfer(
    RegistryClient registry, PackageSource package, DownloadLimits limits, Action<FetchPhase, long> report)
{
    private const int BufferSize = 128 << 10;

    private static readonly TimeSpan s_reportInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Appends what is missing, or, from a server that knows no ranges, writes everything anew.</summary>
    /// <param name="output">Stands at its end.</param>
    /// <param name="hash">Of all that is in <paramref name="output"/>.</param>
    /// <param name="cancellation">Ends the transfer; what has arrived stays.</param>
    /// <returns>Whether the server continued what was there.</returns>
    public async Task<bool> AppendAsync(Stream output, IncrementalHash hash, CancellationToken cancellation)
    {
        var from = output.Length;
        var locations = await registry.FindTarballAsync(package.Name, package.Version, cancellation).ConfigureAwait(false);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var response = await OpenAsync(locations, from, stall, cancellation).ConfigureAwait(false);
        var isContinued = from > 0
            && response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        if (!isContinued)
        {
            output.SetLength(0);
            hash.GetHashAndReset();
        }

        var source = response.RequestMessage!.RequestUri!;
        try
        {
            await CopyAsync(response, output, hash, stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var seconds = limits.Stall.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            throw Failure(source, new TimeoutException($"it was silent for {seconds} s"));
        }
        catch (HttpRequestException e)
        {
            throw Failure(source, e);
        }

        return isContinued;
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
                throw Failure(locations[i], e);
            }
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, Stream output, IncrementalHash hash, CancellationTokenSource stall)
    {
        var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        await using var closing = body.ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        var lastReport = Stopwatch.GetTimestamp();
        report(FetchPhase.Downloading, output.Position);

        // Past the size the catalogue gives, the hash can't match any more: a server without end is left there.
        while (output.Position <= package.Size)
        {
            stall.CancelAfter(limits.Stall);
            var count = await ReadAsync(body, buffer, stall.Token).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            hash.AppendData(buffer, 0, count);
            await output.WriteAsync(buffer.AsMemory(0, count), stall.Token).ConfigureAwait(false);
            if (Stopwatch.GetElapsedTime(lastReport) > s_reportInterval)
            {
                Report(output);
                lastReport = Stopwatch.GetTimestamp();
            }
        }

        Report(output);
        if (output.Position < package.Size && response.Content.Headers.ContentLength is null)
        {
            throw new HttpRequestException("the answer ended early");
        }
    }

    private void Report(Stream output) => report(FetchPhase.Downloading, Math.Min(output.Position, package.Size));

    private RuntimeException Failure(Uri source, Exception cause) => RegistryFailure.OfConnection(source, registry.ProxyFor(source), cause);

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
