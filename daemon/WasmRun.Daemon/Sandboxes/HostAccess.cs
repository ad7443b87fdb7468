namespace WasmRun.Daemon.Sandboxes;

/// <summary>What becomes of what a guest writes in a folder of the host.</summary>
internal enum HostAccess
{
    /// <summary>It stays in the sandbox.</summary>
    Overlay,

    /// <summary>It reaches the folder.</summary>
    WriteThrough,
}
