namespace WasmRun.Workspace.Detection;

/// <summary>What a project is made of, and with it which runtime runs it.</summary>
public enum ProjectKind
{
    Node,
    Python,

    /// <summary>A plain WASI program; it needs no runtime.</summary>
    Wasi,
}
