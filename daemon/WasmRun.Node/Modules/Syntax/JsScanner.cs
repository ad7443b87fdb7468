namespace WasmRun.Node.Modules.Syntax;

/// <summary>
/// Splits JavaScript source (UTF-8) into tokens, with just enough context to tell a regular expression from a division,
/// a block from an object, a property's name from a reserved word, and what is inside a function from what is not.
/// The source is taken to be valid; on text that is not, the scanner still ends, with tokens of little meaning.
/// </summary>
/// <remarks>The brackets and what they mean are in the other half, JsScanner.Context.cs.</remarks>
internal ref partial struct JsScanner
{
    private readonly ReadOnlySpan<byte> source;
    private readonly bool isModule;
    private int position;

    private JsFrame[] frames;
    private int depth;
    private int bracketDepth;

    /// <summary>The last token ended an operand, so that an operator, not an operand, is due.</summary>
    private bool operandEnded;

    /// <summary>That operand was an arrow function's braced body or a jump, which nothing may continue on a new line.</summary>
    private bool operandSealed;

    /// <summary>The next token starts a statement, if statements stand in this frame.</summary>
    private bool statementNext;

    /// <summary>A word such as <c>if</c> was read: its parenthesis is next.</summary>
    private bool headNext;

    /// <summary>Parameters were closed: the function's body is next, and whether that function is an operand.</summary>
    private bool bodyNext, bodyIsOperand;

    /// <summary>An arrow was read whose body is braced.</summary>
    private bool arrowBodyNext;

    /// <summary>The token before was <c>.</c> or <c>?.</c>.</summary>
    private bool afterDot;

    /// <summary>The keyword before, and whether it started its statement (for <c>async function</c>, <c>export default class</c>).</summary>
    private JsKeyword previousKeyword;
    private bool previousStartedStatement;

    /// <summary>Kind of the last token read.</summary>
    internal JsTokenKind Kind { get; private set; }

    /// <summary>What the last token means if it is a name; <see cref="JsKeyword.None"/> for a property's name.</summary>
    internal JsKeyword Keyword { get; private set; }

    /// <summary>The last token's first byte if it is a punctuator of one byte; 0 for longer operators.</summary>
    internal byte Punctuator { get; private set; }

    /// <summary>Offset in bytes of the last token.</summary>
    internal int Start { get; private set; }

    /// <summary>Offset in bytes of the first byte after the last token.</summary>
    internal readonly int End => position;

    /// <summary>A line ended between the last token and the one before it.</summary>
    internal bool AfterLineEnd { get; private set; }

    /// <summary>The last token is the first of a statement.</summary>
    internal bool StartsStatement { get; private set; }

    /// <summary>The last token is a name after a dot.</summary>
    internal bool IsMember { get; private set; }

    /// <summary>Functions around the last token: 0 at the source's own level, whatever blocks it is in.</summary>
    internal int FunctionDepth { get; private set; }

    /// <summary>The innermost frame around what comes after the last token.</summary>
    internal readonly JsFrameKind Frame => frames[depth].Kind;

    /// <summary>Brackets of any kind around the last token (an opening bracket counts itself).</summary>
    internal readonly int Depth => bracketDepth;

    /// <summary>A closing bracket was met that nothing had opened, or some bracket is still open: not valid source.</summary>
    internal bool Unbalanced { get; private set; }

    /// <param name="source">The whole source, UTF-8, with or without a hashbang or byte-order mark.</param>
    /// <param name="isModule">False admits the HTML-like comments of scripts (ECMA-262, B.1.1).</param>
    internal JsScanner(ReadOnlySpan<byte> source, bool isModule)
    {
        this.source = source;
        this.isModule = isModule;
        frames = new JsFrame[32];
        statementNext = true;
        if (source.StartsWith("#!"u8))
        {
            var line = new JsCursor(source, 0);
            line.SkipLine();
            position = line.Position;
        }
    }

    /// <summary>The last token's bytes.</summary>
    internal readonly ReadOnlySpan<byte> Text => source[Start..position];

    /// <summary>Reads the next token. False at the end of the source.</summary>
    internal bool Read()
    {
        SkipTrivia();
        Start = position;
        Keyword = JsKeyword.None;
        Punctuator = 0;
        IsMember = false;
        if (position >= source.Length)
        {
            Kind = JsTokenKind.End;
            return false;
        }
        byte c = source[position];
        if (JsText.IsNameStart(c) || c == '#') ReadName();
        else if (JsText.IsDigit(c) || c == '.' && JsText.IsDigit(Peek(1))) ReadNumber();
        else if (c is (byte)'"' or (byte)'\'') ReadString();
        else if (c == '`') ReadTemplateRun(opening: true);
        else if (c == '/' && RegExpMayStart && TryRegExp(out int end)) ReadRegExp(end);
        else ReadPunctuator(c);
        return true;
    }

    /// <summary>Goes on reading at <paramref name="end"/>, as after an operand: for a caller that read a clause by itself.</summary>
    internal void ResumeAt(int end)
    {
        position = end;
        AfterOperand();
    }

    private readonly byte Peek(int offset) => position + offset < source.Length ? source[position + offset] : (byte)0;

    private void SkipTrivia()
    {
        var cursor = new JsCursor(source, position);
        AfterLineEnd = cursor.SkipTrivia();
        while (!isModule && IsHtmlComment(source[cursor.Position..], AfterLineEnd || Kind == JsTokenKind.End))
        {
            cursor.SkipLine();
            AfterLineEnd |= cursor.SkipTrivia();
        }
        position = cursor.Position;
    }

    private static bool IsHtmlComment(ReadOnlySpan<byte> rest, bool atLineStart) =>
        rest.StartsWith("<!--"u8) || atLineStart && rest.StartsWith("-->"u8);

    private void ReadName()
    {
        var cursor = new JsCursor(source, position + (source[position] == '#' ? 1 : 0));
        cursor.SkipName();
        position = Math.Max(cursor.Position, position + 1);
        Kind = JsTokenKind.Name;
        OnName(Text[0] == '#' ? JsKeyword.None : JsKeywords.Classify(Text));
    }

    private void ReadNumber()
    {
        // Exponent signs: 1e+3; a name start after a number is an error anyway, so letters are all taken.
        while (position < source.Length)
        {
            byte c = source[position];
            bool sign = c is (byte)'+' or (byte)'-' && (source[position - 1] | 0x20) == 'e' && position > Start && !IsRadixLiteral;
            if (!sign && c != '.' && (c >= 0x80 || !JsText.IsNamePart(c))) break;
            position++;
        }
        Kind = JsTokenKind.Number;
        OnOperand();
    }

    /// <summary>0x1e-1 subtracts: in a literal with a radix an e is a digit.</summary>
    private readonly bool IsRadixLiteral => source[Start] == '0' && Start + 1 < source.Length && (source[Start + 1] | 0x20) is 'x' or 'b' or 'o';

    private void ReadString()
    {
        var cursor = new JsCursor(source, position);
        cursor.SkipString();
        position = cursor.Position;
        Kind = JsTokenKind.String;
        OnOperand();
    }

    /// <summary>Reads from a back-quote or a hole's closing brace to the next <c>${</c> or the closing back-quote.</summary>
    private void ReadTemplateRun(bool opening)
    {
        position++;
        Kind = JsTokenKind.Template;
        if (opening) OnOperand();
        while (position < source.Length)
        {
            int next = source[position..].IndexOfAny((byte)'`', (byte)'\\', (byte)'$');
            position = next < 0 ? source.Length : position + next + 1;
            if (next < 0) return;
            byte c = source[position - 1];
            if (c == '\\')
            {
                position = Math.Min(position + 1, source.Length);
            }
            else if (c == '`')
            {
                AfterOperand();
                return;
            }
            else if (Peek(0) == '{')
            {
                position++;
                Push(JsFrameKind.TemplateHole);
                AfterOperator();
                return;
            }
        }
    }

    private readonly bool TryRegExp(out int end)
    {
        bool inClass = false;
        for (end = position + 1; end < source.Length; end++)
        {
            byte c = source[end];
            if (c is (byte)'\n' or (byte)'\r') return false;
            if (c == '\\') end++;
            else if (c == '[') inClass = true;
            else if (c == ']') inClass = false;
            else if (c == '/' && !inClass)
            {
                end++;
                return true;
            }
        }
        return false;
    }

    private void ReadRegExp(int end)
    {
        var flags = new JsCursor(source, end);
        flags.SkipName();
        position = flags.Position;
        Kind = JsTokenKind.RegExp;
        OnOperand();
    }
}
