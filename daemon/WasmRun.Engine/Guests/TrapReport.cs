namespace WasmRun.Engine;

/// <summary>Words for a trap.</summary>
internal static class TrapReport
{
    public static GuestOutcome.Trapped Make(GuestInstance guest, TrapKind kind, string wasmtimeText, IReadOnlyList<WasmFrame> frames)
    {
        if (kind == TrapKind.Other && frames.Count == 0 && wasmtimeText.Contains("exceeds", StringComparison.Ordinal)
            && wasmtimeText.Contains("limit", StringComparison.Ordinal))
        {
            kind = TrapKind.LimitExceeded;
        }

        var message = TrapKinds.Describe(kind) ?? RootCause(wasmtimeText);
        if (kind == TrapKind.LimitExceeded)
        {
            message = $"{guest.Module.Name} needs more than its limits allow to start ({message}); "
                + $"the memory limit is {Mebibytes(guest.Options.MemoryLimitBytes)} MiB";
        }
        else if (kind is TrapKind.Unreachable or TrapKind.MemoryOutOfBounds or TrapKind.Other && IsNearMemoryLimit(guest))
        {
            message += $"; it was using {Mebibytes(guest.MemoryLength)} MiB of its memory limit of "
                + $"{Mebibytes(guest.Options.MemoryLimitBytes)} MiB";
        }

        return new GuestOutcome.Trapped(kind, message, frames);
    }

    /// <summary>
    /// A program that aborts because an allocation failed looks like any other abort: the memory it holds is the only clue.
    /// </summary>
    private static bool IsNearMemoryLimit(GuestInstance guest) =>
        guest.MemoryLength > guest.Options.MemoryLimitBytes / 10 * 9;

    /// <summary>Wasmtime writes "error while executing …, backtrace, Caused by: …": the last paragraph says why.</summary>
    private static string RootCause(string text)
    {
        const string Marker = "Caused by:";
        var at = text.LastIndexOf(Marker, StringComparison.Ordinal);
        return (at < 0 ? text : text[(at + Marker.Length)..]).Trim();
    }

    private static long Mebibytes(long bytes) => bytes >> 20;
}
