namespace WasmRun.Workspace.Host;

/// <summary>Which names a host's file system takes. Guests see names as the host lists them and look them up exactly, as on Linux.</summary>
/// <remarks>
/// Unicode: names are compared as stored. NTFS, APFS and the Linux file systems keep the form in which a name was written, so a
/// guest that reads a listing finds each name again.
/// Sources: Microsoft "Naming Files, Paths, and Namespaces"; Apple File System Reference, "Case sensitivity".
/// </remarks>
public sealed record HostNaming
{
    private const int MaxNameLength = 255;

    private static readonly HashSet<string> _windowsDevices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" }),
            "COM\u00B9", "COM\u00B2", "COM\u00B3", "LPT\u00B9", "LPT\u00B2", "LPT\u00B3"],
        StringComparer.OrdinalIgnoreCase);

    public static HostNaming Linux { get; } = new();

    public static HostNaming MacOs { get; } = new() { IgnoresCase = true };

    public static HostNaming Windows { get; } = new() { IgnoresCase = true, IsWindows = true };

    public static HostNaming Current { get; } = OperatingSystem.IsWindows() ? Windows : OperatingSystem.IsMacOS() ? MacOs : Linux;

    /// <summary>True where <c>a</c> and <c>A</c> are one file, so that a guest must not make both.</summary>
    public bool IgnoresCase { get; init; }

    public bool IsWindows { get; init; }

    /// <summary>True for a single component that the host can store under exactly this name.</summary>
    public bool CanStore(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name is "." or ".." || name.Contains('/') || name.Contains('\0'))
        {
            return false;
        }

        if (!IsWindows)
        {
            return true;
        }

        // "nul.txt" is the null device too; a trailing dot or space is cut off silently; a colon names a stream.
        return !name.Any(c => c < ' ' || "<>:\"|?*\\".Contains(c))
            && name[^1] is not ('.' or ' ')
            && !_windowsDevices.Contains(name.Split('.', 2)[0].TrimEnd(' '));
    }

    /// <summary>True when the host takes two different names for one.</summary>
    public bool Collide(string one, string other) =>
        IgnoresCase && one != other && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
