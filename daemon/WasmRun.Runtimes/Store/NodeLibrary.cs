namespace WasmRun.Runtimes;

/// <summary>A Node.js release's own JavaScript modules as they are installed: UTF-8 files, unmodified text.</summary>
public sealed class NodeLibrary
{
    internal const string Folder = "lib";

    // A start from a baked image reads few modules or none: the manifest waits until somebody asks.
    private readonly Lazy<HashSet<string>> _ids;

    internal NodeLibrary(string folder, Func<IReadOnlyList<LibrarySlice>> slices)
    {
        Directory = folder;
        _ids = new Lazy<HashSet<string>>(() => slices().Select(slice => slice.Id).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The host folder the module files are in, <c>internal/util.js</c> and so on. Read-only.</summary>
    public string Directory { get; }

    /// <summary>Every module's id, such as <c>internal/util/inspect</c>; in no order.</summary>
    public IReadOnlyCollection<string> Ids => _ids.Value;

    public bool Contains(string id) => _ids.Value.Contains(id);

    /// <summary>The module's source as UTF-8 without a byte order mark.</summary>
    /// <exception cref="KeyNotFoundException">This release has no such module.</exception>
    public byte[] ReadUtf8(string id) => File.ReadAllBytes(PathOf(Directory, Checked(id)));

    /// <inheritdoc cref="ReadUtf8"/>
    public string ReadText(string id) => File.ReadAllText(PathOf(Directory, Checked(id)));

    internal static string PathOf(string folder, string id) => Path.Combine([folder, .. (id + ".js").Split('/')]);

    private string Checked(string id) => _ids.Value.Contains(id)
        ? id
        : throw new KeyNotFoundException($"The library has no module “{id}”.");
}
