using WasmRun.Engine;

namespace WasmRun.Node;

/// <summary>A release booted once: every process of it starts as a copy. Safe under several threads.</summary>
public sealed class NodeImage
{
    internal NodeImage(LinkedModule module, ReleaseShape shape, INodeLibrary library)
    {
        Module = module;
        Shape = shape;
        Library = library;
    }

    /// <summary>The release, for example <c>v24.21.0</c>.</summary>
    public string Version => Shape.Version;

    internal LinkedModule Module { get; }

    internal ReleaseShape Shape { get; }

    internal INodeLibrary Library { get; }
}
