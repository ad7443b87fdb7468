namespace WasmRun.Node.Quickjs;

/// <summary>Tags of the engine's NaN-boxed values (quickjs.h, <c>JS_TAG_*</c>): the upper half of the 64 bits.</summary>
internal enum JsTag
{
    BigInt = -9,
    Symbol = -8,
    String = -7,
    Rope = -6,
    Module = -3,
    Object = -1,
    Int = 0,
    Bool = 1,
    Null = 2,
    Undefined = 3,
    Exception = 6,
    ShortBigInt = 7,
    Float = 8,
}

/// <summary>
/// A JavaScript value as the engine holds it: 64 bits, a tag or a shifted double. Heap values are counted: an owned one
/// must be given away or freed exactly once, a borrowed one (arguments, <c>this</c>) never.
/// </summary>
internal readonly record struct JsValue(ulong Bits)
{
    /// <summary>What is added to a value's tag half to get a double back: quiet NaNs leave room for the tags.</summary>
    private const ulong FloatOffset = 0x7FF8_000AUL << 32;
    private const ulong QuietNaN = 0x7FF8_0000_0000_0000;
    private const int FirstTag = (int)JsTag.BigInt;

    public static readonly JsValue Undefined = Of(JsTag.Undefined, 0);
    public static readonly JsValue Null = Of(JsTag.Null, 0);
    public static readonly JsValue True = Of(JsTag.Bool, 1);
    public static readonly JsValue False = Of(JsTag.Bool, 0);

    /// <summary>What a call returns when an exception is pending.</summary>
    public static readonly JsValue Exception = Of(JsTag.Exception, 0);

    private int RawTag => (int)(Bits >> 32);

    public bool IsFloat => (uint)(RawTag - FirstTag) >= (uint)((int)JsTag.Float - FirstTag);

    public JsTag Tag => IsFloat ? JsTag.Float : (JsTag)RawTag;

    public bool IsInt => RawTag == (int)JsTag.Int;

    public bool IsNumber => IsInt || IsFloat;

    public bool IsBool => RawTag == (int)JsTag.Bool;

    public bool IsNull => RawTag == (int)JsTag.Null;

    public bool IsUndefined => RawTag == (int)JsTag.Undefined;

    public bool IsNullish => IsNull || IsUndefined;

    public bool IsObject => RawTag == (int)JsTag.Object;

    public bool IsString => RawTag is (int)JsTag.String or (int)JsTag.Rope;

    public bool IsSymbol => RawTag == (int)JsTag.Symbol;

    public bool IsBigInt => RawTag is (int)JsTag.BigInt or (int)JsTag.ShortBigInt;

    public bool IsException => RawTag == (int)JsTag.Exception;

    /// <summary>True for values on the engine's heap.</summary>
    public bool IsCounted => RawTag < 0 && RawTag >= FirstTag;

    /// <summary>Address of a heap value.</summary>
    public uint Pointer => (uint)Bits;

    /// <summary>The payload of an int or bool.</summary>
    public int Payload => (int)Bits;

    /// <summary>A number as a double; 0 for what is no number.</summary>
    public double Number => IsInt ? Payload : IsFloat ? BitConverter.UInt64BitsToDouble(Bits + FloatOffset) : 0;

    public static JsValue Of(JsTag tag, uint payload) => new(((ulong)(uint)(int)tag << 32) | payload);

    public static implicit operator JsValue(int value) => Of(JsTag.Int, (uint)value);

    public static implicit operator JsValue(bool value) => value ? True : False;

    public static implicit operator JsValue(double value)
    {
        var whole = (int)value;
        if (whole == value && (whole != 0 || !double.IsNegative(value)))
        {
            return whole;
        }

        return new JsValue((double.IsNaN(value) ? QuietNaN : BitConverter.DoubleToUInt64Bits(value)) - FloatOffset);
    }

    public static implicit operator JsValue(long value) => (double)value;

    public static implicit operator JsValue(uint value) => (double)value;
}
