namespace WasmRun.Node.Quickjs;

/// <summary>
/// The host functions of a process by number. A function's number is its place here and travels as the <c>magic</c> of a
/// C function, so a baked image and the process started from it must register the same names in the same order:
/// <see cref="Names"/> is part of the image's cache key.
/// </summary>
internal sealed class NativeTable
{
    private readonly List<NativeFunction> _functions = [];
    private readonly List<string> _names = [];

    public int Count => _functions.Count;

    /// <summary>"binding.member" in order of registration.</summary>
    public IReadOnlyList<string> Names => _names;

    public NativeFunction this[int index] => _functions[index];

    public void Add(string binding, string member, NativeFunction function)
    {
        _names.Add($"{binding}.{member}");
        _functions.Add(function);
    }
}
