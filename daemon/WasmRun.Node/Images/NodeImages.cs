using System.Security.Cryptography;
using System.Text;
using WasmRun.Engine;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node;

/// <summary>
/// Finds or makes the image of a release. An image is a WebAssembly module of its own: it lies in a folder by the hash of
/// everything it was made from, its machine code in the module cache.
/// </summary>
public sealed class NodeImages : IDisposable
{
    /// <summary>Raise it when images made by older code must not be used any more.</summary>
    private const string Layout = "1";

    private readonly ModuleCache _modules;
    private readonly string _folder;
    private readonly HostFunctions _imports = HostImports.Define();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NodeImage> _images = [];

    /// <param name="modules">Where compiled code is kept.</param>
    /// <param name="folder">Where images are kept; made when missing.</param>
    public NodeImages(ModuleCache modules, string folder)
    {
        _modules = modules;
        _folder = folder;
    }

    /// <summary>The releases whose native side is here.</summary>
    public static IReadOnlyList<string> SupportedVersions => ReleaseShape.Versions;

    /// <summary>The image of a release; made when it is not there yet, which takes some seconds.</summary>
    /// <param name="quickjs">The engine's module.</param>
    /// <param name="library">The release's library.</param>
    /// <exception cref="NotSupportedException">The release is not supported.</exception>
    public NodeImage Get(ModuleSource quickjs, INodeLibrary library)
    {
        var key = KeyOf(quickjs, library);
        lock (_lock)
        {
            if (!_images.TryGetValue(key, out var image))
            {
                image = Load(key, quickjs, library);
                _images.Add(key, image);
            }

            return image;
        }
    }

    public void Dispose()
    {
        foreach (var image in _images.Values)
        {
            image.Module.Dispose();
        }

        _imports.Dispose();
    }

    private NodeImage Load(string key, ModuleSource quickjs, INodeLibrary library)
    {
        var shape = ReleaseShape.Load(library.Version);
        var path = Path.Combine(_folder, $"{key}.wasm");
        var hashPath = Path.ChangeExtension(path, ".sha256");
        if (!File.Exists(hashPath) || !File.Exists(path))
        {
            Directory.CreateDirectory(_folder);
            var wasm = ImageBuilder.Build(_modules, _imports, quickjs, shape, library);
            WriteWhole(path, wasm);
            WriteWhole(hashPath, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(wasm))));
        }

        var module = _modules.Load(ModuleSource.FromFile(path, File.ReadAllText(hashPath)), TierPolicy.Optimized);
        return new NodeImage(_imports.Link(module.Module), shape, library);
    }

    /// <summary>Everything that an image is made from.</summary>
    private static string KeyOf(ModuleSource quickjs, INodeLibrary library)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        Add(Layout);
        Add(quickjs.Sha256);
        Add(library.Version);
        Add(library.Fingerprint);
        foreach (var name in Resources.List("js/").Append($"Releases/{library.Version}.json"))
        {
            Add(name);
            hash.AppendData(Resources.TryRead(name) ?? []);
        }

        foreach (var name in ImageBuilder.NativeNames())
        {
            Add(name);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private static void WriteWhole(string path, byte[] content)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }
}
