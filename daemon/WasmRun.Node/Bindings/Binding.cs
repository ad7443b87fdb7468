using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>
/// The native half of one of Node's internal bindings. What it registers is seen by the overlay of the same name in
/// js/bindings, and replaces the members of the same name that the release's shape lists.
/// </summary>
internal abstract class Binding(NodeHost host)
{
    public abstract string Name { get; }

    protected NodeHost Host { get; } = host;

    protected QuickjsEngine Js => Host.Js;

    /// <summary>Adds the host functions, in an order that never depends on the process.</summary>
    public abstract void Register(NativeRegistrar natives);
}

/// <summary>Collects one binding's host functions.</summary>
internal readonly struct NativeRegistrar(NativeTable table, string binding)
{
    public void Add(string member, NativeFunction function) => table.Add(binding, member, function);
}
