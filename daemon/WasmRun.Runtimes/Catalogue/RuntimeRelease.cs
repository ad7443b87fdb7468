namespace WasmRun.Runtimes;

/// <summary>One catalogue entry: a runtime version, where it comes from, and what is taken from there.</summary>
public sealed record RuntimeRelease
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>An SPDX expression.</summary>
    public required string Licence { get; init; }

    public required PackageSource Package { get; init; }

    public required IReadOnlyList<PackageFile> Files { get; init; }

    /// <summary>A part of other runtimes (an engine), not something a user runs.</summary>
    public bool Component { get; init; }

    /// <summary>The release line this version belongs to; null for components.</summary>
    public ReleaseLine? Line { get; init; }

    /// <summary>The file, among those taken, that is the program; null when a needed component is.</summary>
    public string? Wasm { get; init; }

    /// <summary>The components it runs on.</summary>
    public IReadOnlyList<RuntimeId> Needs
    {
        get;
        // The generated JSON reader sets null where the file says nothing.
        init => field = value ?? [];
    } = [];

    /// <summary>The runtime's own JavaScript, cut out of its native binary; null for others.</summary>
    public LibrarySource? Library { get; init; }

    public RuntimeId Id => new(Name, Version);

    /// <summary>Bytes in the store when installed, without needed components.</summary>
    public long InstalledSize => Files.Sum(file => file.Size) + (Library?.Size ?? 0);
}

/// <param name="Name">As the registry knows it.</param>
/// <param name="Version">Of the package; not always the runtime's.</param>
/// <param name="Integrity">Subresource integrity of the tarball, <c>sha512-…</c>.</param>
/// <param name="Size">Bytes of the tarball.</param>
public sealed record PackageSource(string Name, string Version, string Integrity, long Size);

/// <summary>A file taken from the tarball.</summary>
/// <param name="Path">Its name in the tarball, <c>package/…</c>.</param>
/// <param name="As">Its name in the store.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record PackageFile(string Path, string As, long Size, string Sha256);

/// <param name="Name">What a user asks for: <c>24</c>, <c>3.12</c>.</param>
/// <param name="Lts">The line's name where the project calls it long-term support.</param>
/// <param name="Since">First day of long-term support, or of the line where it has none.</param>
/// <param name="Until">Last day of security fixes.</param>
public sealed record ReleaseLine(string Name, string? Lts, DateOnly Since, DateOnly Until);

/// <param name="Binary">The native binary's name in the tarball. It is read, never executed nor stored.</param>
/// <param name="Manifest">The embedded resource that lists the slices, see <see cref="LibrarySlice"/>.</param>
/// <param name="Modules">How many slices there are.</param>
/// <param name="Size">Bytes of all slices.</param>
public sealed record LibrarySource(string Binary, string Manifest, int Modules, long Size);

/// <summary>One module of a runtime's own library inside its native binary.</summary>
/// <param name="Id">As the runtime calls it: <c>internal/util/inspect</c>.</param>
/// <param name="Offset">Bytes from the start of the binary.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Encoding"><c>latin1</c> or <c>utf16le</c>.</param>
/// <param name="Sha256">Of those bytes, lower-case hexadecimal.</param>
public sealed record LibrarySlice(string Id, long Offset, int Length, string Encoding, string Sha256);
