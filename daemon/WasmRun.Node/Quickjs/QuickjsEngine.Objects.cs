using System.Buffers.Binary;

namespace WasmRun.Node.Quickjs;

/// <summary>Objects, arrays, functions, promises.</summary>
internal sealed unsafe partial class QuickjsEngine
{
    private const int GenericMagic = 1; // JS_CFUNC_generic_magic
    private const int DataProperty = 7; // JS_PROP_C_W_E
    private const int HiddenProperty = 3; // configurable, writable

    public JsValue NewObject() => new(_exports.NewObject.Call(_context).U64);

    /// <summary>An object without a prototype.</summary>
    public JsValue NewDictionary() => new(_exports.NewObjectProto.Call(_context, (long)JsValue.Null.Bits).U64);

    public JsValue NewArray() => new(_exports.NewArray.Call(_context).U64);

    /// <summary>An array of owned values, which it takes over.</summary>
    public JsValue NewArray(ReadOnlySpan<JsValue> items)
    {
        var address = Borrow((uint)items.Length * 8);
        for (var i = 0; i < items.Length; i++)
        {
            WriteUInt64(address + (uint)i * 8, items[i].Bits);
        }

        var array = new JsValue(_exports.NewArrayFrom.Call(_context, items.Length, address).U64);
        GiveBack(address);
        return array;
    }

    /// <summary>A function that runs the host function of that number.</summary>
    public JsValue NewFunction(int native, string name, int length = 0)
    {
        var text = NewCString(name);
        var function = _exports.NewCFunction2.Call(_context, _dispatch, text, length, GenericMagic, native);
        Free(text);
        return new JsValue(function.U64);
    }

    public JsValue NewBigInt(long value) => new(_exports.NewBigInt64.Call(_context, value).U64);

    public JsValue NewBigInt(ulong value) => new(_exports.NewBigUint64.Call(_context, (long)value).U64);

    /// <summary>A BigInt or number modulo 2⁶⁴.</summary>
    public long ToInt64(JsValue value)
    {
        if (value.IsNumber)
        {
            return (long)value.Number;
        }

        _exports.ToBigInt64.Call(_context, _scratch, (long)value.Bits);
        return (long)ReadUInt64(_scratch);
    }

    public bool Truth(JsValue value) => _exports.ToBool.Call(_context, (long)value.Bits).I32 > 0;

    public JsValue Get(JsValue target, string name) =>
        new(_exports.GetProperty.Call(_context, (long)target.Bits, Atom(name)).U64);

    public JsValue Get(JsValue target, uint index) =>
        new(_exports.GetPropertyUint32.Call(_context, (long)target.Bits, index).U64);

    /// <summary>Reads a property by a key that may be a symbol.</summary>
    public JsValue Get(JsValue target, JsValue key)
    {
        var atom = _exports.ValueToAtom.Call(_context, (long)key.Bits).U32;
        var value = new JsValue(_exports.GetProperty.Call(_context, (long)target.Bits, atom).U64);
        _exports.FreeAtom.Call(_context, atom);
        return value;
    }

    /// <summary>Takes over the value. False when an exception is pending.</summary>
    public bool Set(JsValue target, string name, JsValue value) =>
        _exports.SetProperty.Call(_context, (long)target.Bits, Atom(name), (long)value.Bits).I32 >= 0;

    /// <summary>Takes over the value.</summary>
    public void Set(JsValue target, uint index, JsValue value) =>
        _exports.DefinePropertyUint32.Call(_context, (long)target.Bits, index, (long)value.Bits, DataProperty);

    /// <summary>Defines a property by a key that may be a symbol; takes over the value.</summary>
    public void DefineHidden(JsValue target, JsValue key, JsValue value)
    {
        var atom = _exports.ValueToAtom.Call(_context, (long)key.Bits).U32;
        _exports.DefinePropertyValue.Call(_context, (long)target.Bits, atom, (long)value.Bits, HiddenProperty);
        _exports.FreeAtom.Call(_context, atom);
    }

    public JsValue NewPrivateSymbol(string description)
    {
        var text = NewCString(description);
        var symbol = new JsValue(_exports.NewPrivateSymbol.Call(_context, text).U64);
        Free(text);
        return symbol;
    }

    public int ArrayLength(JsValue array)
    {
        var length = Get(array, "length");
        return length.IsNumber ? (int)length.Number : 0;
    }

    public bool IsFunction(JsValue value) => value.IsObject && _exports.IsFunction.Call(_context, (long)value.Bits).I32 != 0;

    public JsClass ClassOf(JsValue value) => value.IsObject
        ? (JsClass)BinaryPrimitives.ReadUInt16LittleEndian(Slice(value.Pointer + JsLayout.ObjectClass, 2))
        : JsClass.None;

    public JsValue Global() => new(_exports.GetGlobalObject.Call(_context).U64);

    /// <summary>Calls with borrowed arguments. An exception is left pending and shows as <see cref="JsValue.Exception"/>.</summary>
    public JsValue Call(JsValue function, JsValue self, params ReadOnlySpan<JsValue> arguments)
    {
        // Not the scratch area: the callee may use that while it reads its arguments.
        var address = arguments.Length == 0 ? 0 : Malloc((uint)arguments.Length * 8);
        for (var i = 0; i < arguments.Length; i++)
        {
            WriteUInt64(address + (uint)i * 8, arguments[i].Bits);
        }

        var result = _exports.Call.Call(_context, (long)function.Bits, (long)self.Bits, arguments.Length, address);
        if (address != 0)
        {
            Free(address);
        }

        return new JsValue(result.U64);
    }

    /// <summary>Calls a method by name; see <see cref="Call"/>.</summary>
    public JsValue Invoke(JsValue target, string method, params ReadOnlySpan<JsValue> arguments)
    {
        var function = Get(target, method);
        var result = Call(function, target, arguments);
        Free(function);
        return result;
    }

    /// <summary>0 pending, 1 fulfilled, 2 rejected, as Node numbers them; negative for what is no promise.</summary>
    public int PromiseState(JsValue promise) => _exports.PromiseState.Call(_context, (long)promise.Bits).I32;

    public JsValue PromiseResult(JsValue promise) => new(_exports.PromiseResult.Call(_context, (long)promise.Bits).U64);

    /// <summary>A pending promise and the functions that settle it, all owned.</summary>
    public (JsValue Promise, JsValue Resolve, JsValue Reject) NewPromise()
    {
        var functions = Malloc(16);
        var promise = new JsValue(_exports.NewPromiseCapability.Call(_context, functions).U64);
        var result = (promise, new JsValue(ReadUInt64(functions)), new JsValue(ReadUInt64(functions + 8)));
        Free(functions);
        return result;
    }
}
