namespace WasmRun.Runtimes;

/// <summary>
/// Where the store is, and what is where in it:
/// <code>
/// runtimes/NAME/VERSION-RECIPE/   one installation, complete or absent
///   installed.json                what it is; written last
///   last-used                     its modification time is when a program was last started with it
///   …                             the files of the catalogue; for Node lib/*.js
/// downloads/HASH.tgz[.part]       a tarball until it is unpacked; a part is continued by the next attempt
/// staging/NAME-VERSION-RANDOM/            an installation being made, or one being removed
/// locks/NAME-VERSION.lock         held while that runtime is fetched or removed; never deleted
/// artifacts/                      what the engine makes: compiled modules, baked images
/// </code>
/// The root is WASMRUN_HOME, else <c>%LOCALAPPDATA%\wasmrun</c>, <c>~/Library/Caches/wasmrun</c>, or
/// <c>wasmrun</c> in XDG_CACHE_HOME or <c>~/.cache</c>. A root that was filled elsewhere and is read-only works.
/// </summary>
public sealed class StoreLayout(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    public string Runtimes => Path.Combine(Root, "runtimes");

    public string Downloads => Path.Combine(Root, "downloads");

    public string Staging => Path.Combine(Root, "staging");

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string RuntimeFolder(RuntimeId id, string recipe) => Path.Combine(Runtimes, id.Name, $"{id.Version}-{recipe}");

    public string NewStagingFolder(RuntimeId id) => Path.Combine(Staging, $"{id.Name}-{id.Version}-{Guid.NewGuid():N}");

    public string LockFile(RuntimeId id) => Path.Combine(Root, "locks", $"{id.Name}-{id.Version}.lock");

    /// <summary>The root for this user, from the environment and the system's customs.</summary>
    public static StoreLayout ForUser()
    {
        if (Variable("WASMRUN_HOME") is { } chosen)
        {
            return new StoreLayout(chosen);
        }

        if (OperatingSystem.IsWindows())
        {
            return new StoreLayout(Path.Combine(Folder(Environment.SpecialFolder.LocalApplicationData), "wasmrun"));
        }

        if (OperatingSystem.IsMacOS())
        {
            return new StoreLayout(Path.Combine(Folder(Environment.SpecialFolder.UserProfile), "Library", "Caches", "wasmrun"));
        }

        // A relative XDG path is to be ignored: XDG Base Directory Specification, "Environment variables".
        var cache = Variable("XDG_CACHE_HOME") is { } xdg && Path.IsPathRooted(xdg)
            ? xdg
            : Path.Combine(Folder(Environment.SpecialFolder.UserProfile), ".cache");
        return new StoreLayout(Path.Combine(cache, "wasmrun"));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
