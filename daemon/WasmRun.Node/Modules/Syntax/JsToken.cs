namespace WasmRun.Node.Modules.Syntax;

internal enum JsTokenKind : byte
{
    End,
    /// <summary>An identifier, a reserved word or a private name.</summary>
    Name,
    Number,
    String,
    /// <summary>One run of a template's characters, up to <c>${</c> or the closing back-quote.</summary>
    Template,
    RegExp,
    Punctuator,
}

/// <summary>The words that decide how what follows them is read; every other name is <see cref="None"/>.</summary>
internal enum JsKeyword : byte
{
    None,
    /// <summary>A name that is a value: this, super, null, true, false.</summary>
    Value,
    /// <summary>An operator or statement word after which an expression starts: return, typeof, in, new, let, …</summary>
    Prefix,
    /// <summary>A word whose parenthesis is a statement's head: if, while, for, with, switch, catch.</summary>
    Head,
    /// <summary>A word after which a statement starts: else, do, try, finally.</summary>
    Statement,
    /// <summary>break and continue, which end with their line.</summary>
    Jump,
    Function,
    Class,
    Import,
    Export,
    Await,
    Async,
    Static,
    Of,
    Default,
}

internal static class JsKeywords
{
    internal static JsKeyword Classify(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name switch
        {
            [(byte)'i', (byte)'n'] => JsKeyword.Prefix,
            [(byte)'i', (byte)'f'] => JsKeyword.Head,
            [(byte)'d', (byte)'o'] => JsKeyword.Statement,
            [(byte)'o', (byte)'f'] => JsKeyword.Of,
            _ => JsKeyword.None,
        },
        3 => Among(name, "new"u8, "let"u8, "var"u8) ? JsKeyword.Prefix
            : Among(name, "for"u8) ? JsKeyword.Head
            : Among(name, "try"u8) ? JsKeyword.Statement : JsKeyword.None,
        4 => Among(name, "this"u8, "null"u8, "true"u8) ? JsKeyword.Value
            : Among(name, "void"u8, "case"u8) ? JsKeyword.Prefix
            : Among(name, "with"u8) ? JsKeyword.Head
            : Among(name, "else"u8) ? JsKeyword.Statement : JsKeyword.None,
        5 => Among(name, "super"u8, "false"u8) ? JsKeyword.Value
            : Among(name, "throw"u8, "const"u8, "yield"u8) ? JsKeyword.Prefix
            : Among(name, "while"u8, "catch"u8) ? JsKeyword.Head
            : Among(name, "class"u8) ? JsKeyword.Class
            : Among(name, "break"u8) ? JsKeyword.Jump
            : Among(name, "await"u8) ? JsKeyword.Await
            : Among(name, "async"u8) ? JsKeyword.Async : JsKeyword.None,
        6 => Among(name, "return"u8, "typeof"u8, "delete"u8) ? JsKeyword.Prefix
            : Among(name, "switch"u8) ? JsKeyword.Head
            : Among(name, "import"u8) ? JsKeyword.Import
            : Among(name, "export"u8) ? JsKeyword.Export
            : Among(name, "static"u8) ? JsKeyword.Static : JsKeyword.None,
        7 => Among(name, "extends"u8) ? JsKeyword.Prefix
            : Among(name, "finally"u8) ? JsKeyword.Statement
            : Among(name, "default"u8) ? JsKeyword.Default : JsKeyword.None,
        8 => Among(name, "function"u8) ? JsKeyword.Function
            : Among(name, "continue"u8) ? JsKeyword.Jump : JsKeyword.None,
        10 => Among(name, "instanceof"u8) ? JsKeyword.Prefix : JsKeyword.None,
        _ => JsKeyword.None,
    };

    private static bool Among(ReadOnlySpan<byte> name, ReadOnlySpan<byte> a) => name.SequenceEqual(a);

    private static bool Among(ReadOnlySpan<byte> name, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        name.SequenceEqual(a) || name.SequenceEqual(b);

    private static bool Among(ReadOnlySpan<byte> name, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) =>
        name.SequenceEqual(a) || name.SequenceEqual(b) || name.SequenceEqual(c);
}
