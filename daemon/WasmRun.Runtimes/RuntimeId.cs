namespace WasmRun.Runtimes;

/// <summary>One version of one runtime, such as <c>node@24.21.0</c>.</summary>
/// <param name="Name">As in the catalogue: <c>node</c>, <c>python</c>, …</param>
/// <param name="Version">Complete, such as <c>24.21.0</c>.</param>
public readonly record struct RuntimeId(string Name, string Version)
{
    public override string ToString() => $"{Name}@{Version}";
}
