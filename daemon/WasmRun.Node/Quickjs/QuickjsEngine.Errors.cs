namespace WasmRun.Node.Quickjs;

/// <summary>Exceptions.</summary>
internal sealed unsafe partial class QuickjsEngine
{
    /// <summary>Throws an owned value; the result is what a host function returns.</summary>
    public JsValue Throw(JsValue error) => new(_exports.Throw.Call(_context, (long)error.Bits).U64);

    /// <summary>Takes the pending exception.</summary>
    public JsValue TakeException() => new(_exports.GetException.Call(_context).U64);

    public JsValue ThrowTypeError(string message) => ThrowNew("TypeError", message);

    public JsValue ThrowRangeError(string message) => ThrowNew("RangeError", message);

    public JsValue ThrowError(string message, string? code = null) => ThrowNew("Error", message, code);

    /// <summary>Throws an error of a global constructor, with Node's <c>code</c> property.</summary>
    public JsValue ThrowNew(string constructor, string message, string? code = null)
    {
        var error = NewError(constructor, message);
        if (code is not null)
        {
            Set(error, "code", NewString(code));
        }

        return Throw(error);
    }

    public JsValue NewError(string constructor, string message)
    {
        var global = Global();
        var function = Get(global, constructor);
        var text = NewString(message);
        var error = Call(function, JsValue.Undefined, text);
        Free(text);
        Free(function);
        Free(global);
        return error;
    }

    /// <summary>For failures that only a bug of ours can cause: the pending exception as text.</summary>
    public InvalidOperationException Unexpected(string doing)
    {
        var error = TakeException();
        var text = Describe(error);
        Free(error);
        return new InvalidOperationException($"{doing}: {text}");
    }

    /// <summary>An error's message and stack, or the value as text.</summary>
    public string Describe(JsValue error)
    {
        var converted = new JsValue(_exports.ToJsString.Call(_context, (long)error.Bits).U64);
        var text = Text(converted);
        Free(converted);
        if (error.IsObject)
        {
            var stack = Get(error, "stack");
            text += "\n" + Text(stack);
            Free(stack);
        }

        return text;
    }
}
