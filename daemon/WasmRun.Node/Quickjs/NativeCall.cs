namespace WasmRun.Node.Quickjs;

/// <summary>A host function that JavaScript calls. It returns an owned value, or <see cref="JsValue.Exception"/> after throwing.</summary>
internal delegate JsValue NativeFunction(in NativeCall call);

/// <summary>One call of a host function: its engine, its receiver and its arguments, which stay in the engine's memory.</summary>
internal readonly ref struct NativeCall(QuickjsEngine js, JsValue self, int count, uint arguments)
{
    private readonly uint _arguments = arguments;

    public QuickjsEngine Js { get; } = js;

    /// <summary>Borrowed.</summary>
    public JsValue This { get; } = self;

    public int Count { get; } = count;

    /// <summary>A borrowed argument; undefined beyond the last.</summary>
    public JsValue this[int index] => (uint)index < (uint)Count
        ? new JsValue(Js.ReadUInt64(_arguments + (uint)index * 8))
        : JsValue.Undefined;

    /// <summary>An argument as a 32-bit integer by truncation and wrap-around (ToInt32) when it is a number, else 0.</summary>
    public int Int(int index)
    {
        var value = this[index];
        return value.IsInt || value.IsBool ? value.Payload : unchecked((int)(long)value.Number);
    }

    /// <summary>An argument as a 64-bit integer when it is a number or a BigInt, else <paramref name="otherwise"/>.</summary>
    public long Long(int index, long otherwise = 0)
    {
        var value = this[index];
        return value.IsInt ? value.Payload : value.IsFloat ? (long)value.Number : value.IsBigInt ? Js.ToInt64(value) : otherwise;
    }

    public double Double(int index) => this[index].Number;

    /// <summary>The truth of an argument.</summary>
    public bool Bool(int index)
    {
        var value = this[index];
        return value.IsBool || value.IsInt ? value.Payload != 0 : Js.Truth(value);
    }

    /// <summary>An argument's text; empty when it is no string.</summary>
    public string Text(int index) => Js.Text(this[index]);

    /// <summary>The bytes behind an ArrayBuffer or a view: the engine's own memory, valid until it next runs.</summary>
    public Span<byte> Bytes(int index) => Js.Bytes(this[index]);
}
