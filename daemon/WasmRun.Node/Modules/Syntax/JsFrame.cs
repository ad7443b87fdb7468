namespace WasmRun.Node.Modules.Syntax;

internal enum JsFrameKind : byte
{
    /// <summary>The source itself, a block or a function's body: statements stand directly in it.</summary>
    Statements,
    Object,
    Class,
    Paren,
    Bracket,
    /// <summary><c>${ … }</c> in a template.</summary>
    TemplateHole,
    /// <summary>An arrow function's body without braces; it has no bracket of its own.</summary>
    ArrowBody,
}

/// <summary>What the scanner remembers of one open bracket (or brace-less arrow body).</summary>
internal struct JsFrame
{
    internal JsFrameKind Kind;

    /// <summary>The parenthesis belongs to if, while, for, with, switch or catch: a statement follows it.</summary>
    internal bool IsHead;

    /// <summary>The parenthesis holds a function's parameters: its body follows.</summary>
    internal bool IsParameters;

    /// <summary>The frame counts as one level of function.</summary>
    internal bool IsFunction;

    /// <summary>After the closing bracket an operand has ended (an expression), not a statement.</summary>
    internal bool IsOperand;

    /// <summary>The body of an arrow function: an operand that no operator or call may follow.</summary>
    internal bool IsArrow;

    /// <summary>In an object or class: past the key's colon or equals sign, so that names are expressions.</summary>
    internal bool InValue;

    /// <summary>A <c>function</c> was read whose parameters have not begun.</summary>
    internal bool FunctionPending;

    /// <summary>That function, or the one whose parameters these are, is an expression.</summary>
    internal bool FunctionIsOperand;

    /// <summary>Conditional operators whose colon is still to come.</summary>
    internal int Ternaries;

    /// <summary>Classes whose body has not begun.</summary>
    internal int ClassesPending;

    /// <summary>One bit a pending class, the newest lowest: set when it is an expression.</summary>
    internal uint ClassIsOperand;
}
