namespace WasmRun.Node;

/// <summary>The JavaScript library of one Node release, as its official package ships it.</summary>
public interface INodeLibrary
{
    /// <summary>The release, for example <c>v24.21.0</c>.</summary>
    string Version { get; }

    /// <summary>Changes when any module's source does: part of an image's cache key.</summary>
    string Fingerprint { get; }

    /// <summary>Module ids such as <c>internal/util/inspect</c>.</summary>
    IReadOnlyCollection<string> ModuleIds { get; }

    /// <summary>A module's source text; null when the release has no such module.</summary>
    string? Source(string moduleId);
}
