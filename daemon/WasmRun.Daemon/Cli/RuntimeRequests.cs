using WasmRun.Runtimes;
using WasmRun.Runtimes.Resolution;

namespace WasmRun.Daemon.Cli;

/// <summary>Reads what a user types for a runtime: <c>node</c>, <c>node@24</c>, <c>python@3.12</c>.</summary>
internal static class RuntimeRequests
{
    /// <exception cref="RuntimeException">Nothing fits; the message says what there is.</exception>
    public static RuntimeId Resolve(RuntimeCatalogue catalogue, string request) =>
        new VersionResolver(catalogue).ResolveExplicit(request).Require().Id;
}
