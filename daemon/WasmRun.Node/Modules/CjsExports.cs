namespace WasmRun.Node.Modules;

/// <summary>The names that importing a CommonJS module is likely to give.</summary>
/// <param name="Names">Export names in the order first met, without repetitions.</param>
/// <param name="Reexports">Specifiers whose exports this module passes on.</param>
public sealed record CjsExports(IReadOnlyList<string> Names, IReadOnlyList<string> Reexports);
