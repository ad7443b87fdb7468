using System.Diagnostics.CodeAnalysis;

namespace WasmRun.Node.Bindings;

/// <summary>
/// Native state behind JavaScript objects, by number. A number is never given twice, so that one which a collected object
/// gives back late, after it was closed already, hits nothing else.
/// </summary>
internal sealed class HandleTable<T>
    where T : class
{
    private readonly Dictionary<int, T> _entries = [];
    private int _last;

    public int Add(T entry)
    {
        // Wraps after 2³¹ objects, when those of the beginning are long gone.
        do
        {
            _last = _last == int.MaxValue ? 1 : _last + 1;
        }
        while (!_entries.TryAdd(_last, entry));
        return _last;
    }

    public T? Get(int number) => _entries.GetValueOrDefault(number);

    public bool Remove(int number, [NotNullWhen(true)] out T? entry) => _entries.Remove(number, out entry);
}
