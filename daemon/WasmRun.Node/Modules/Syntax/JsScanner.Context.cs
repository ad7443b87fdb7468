namespace WasmRun.Node.Modules.Syntax;

/// <summary>The half of the scanner that follows brackets, statements and functions.</summary>
internal ref partial struct JsScanner
{
    private readonly ref JsFrame Top => ref frames[depth];

    private readonly bool RegExpMayStart => !operandEnded || operandSealed && AfterLineEnd;

    private readonly bool InStatements => Top.Kind == JsFrameKind.Statements;

    /// <summary>Names here are keys: directly in an object or class, before the colon or equals sign.</summary>
    private readonly bool InKey => Top.Kind is JsFrameKind.Object or JsFrameKind.Class && !Top.InValue;

    private void Push(JsFrameKind kind, bool isFunction = false)
    {
        if (++depth == frames.Length) Array.Resize(ref frames, depth * 2);
        frames[depth] = new JsFrame { Kind = kind, IsFunction = isFunction };
        if (isFunction) FunctionDepth++;
        if (kind != JsFrameKind.ArrowBody) bracketDepth++;
    }

    private JsFrame Pop()
    {
        var frame = Top;
        if (frame.IsFunction) FunctionDepth--;
        if (frame.Kind != JsFrameKind.ArrowBody) bracketDepth--;
        depth--;
        return frame;
    }

    private void PopArrowBodies()
    {
        while (Top.Kind == JsFrameKind.ArrowBody) Pop();
    }

    private void AfterOperand() => SetNext(operand: true, statement: false);

    private void AfterOperator() => SetNext(operand: false, statement: false);

    private void AfterStatement() => SetNext(operand: false, statement: true);

    private void SetNext(bool operand, bool statement)
    {
        operandEnded = operand;
        statementNext = statement;
        operandSealed = headNext = afterDot = false;
        previousKeyword = JsKeyword.None;
    }

    /// <summary>
    /// What comes before any token: an operand that stands on a new line after an operand starts a new statement
    /// (automatic semicolon insertion, ECMA-262, 12.10), which also ends an arrow function's body.
    /// </summary>
    private void BeginToken(bool continuesOperand)
    {
        if (operandEnded && AfterLineEnd && !continuesOperand)
        {
            PopArrowBodies();
            if (Top.Kind == JsFrameKind.Class) Top.InValue = false;
            statementNext = true;
            operandEnded = false;
        }
        StartsStatement = statementNext && InStatements;
    }

    private void OnOperand()
    {
        BeginToken(continuesOperand: Kind == JsTokenKind.Template && !operandSealed);
        AfterOperand();
    }

    private void OnName(JsKeyword keyword)
    {
        bool afterDotHere = afterDot;
        bool relational = keyword == JsKeyword.Prefix && Text is [(byte)'i', (byte)'n', ..];
        BeginToken(continuesOperand: afterDotHere || relational && !operandSealed);
        if (afterDotHere || InKey && Top.ClassesPending == 0)
        {
            IsMember = afterDotHere;
            bool isStatic = !afterDotHere && keyword == JsKeyword.Static;
            AfterOperand();
            if (isStatic) previousKeyword = keyword;
            return;
        }
        Keyword = keyword;
        bool startsStatement = StartsStatement || previousKeyword == JsKeyword.Async && previousStartedStatement
            || previousKeyword is JsKeyword.Export or JsKeyword.Default;
        bool keepsHead = keyword == JsKeyword.Await && headNext; // for await (
        if (keyword == JsKeyword.Of && !(operandEnded && Top.IsHead)) keyword = JsKeyword.None;
        if (keyword == JsKeyword.Function)
        {
            Top.FunctionPending = true;
            Top.FunctionIsOperand = !startsStatement;
        }
        else if (keyword == JsKeyword.Class)
        {
            Top.ClassIsOperand = Top.ClassIsOperand << 1 | (startsStatement ? 0u : 1u);
            Top.ClassesPending++;
        }
        bool isOperand = keyword is JsKeyword.None or JsKeyword.Value or JsKeyword.Async or JsKeyword.Static or JsKeyword.Jump;
        SetNext(isOperand, statement: keyword == JsKeyword.Statement);
        headNext = keyword == JsKeyword.Head || keepsHead;
        operandSealed = keyword == JsKeyword.Jump;
        previousKeyword = keyword;
        previousStartedStatement = startsStatement;
    }

    private void ReadPunctuator(byte c)
    {
        Kind = JsTokenKind.Punctuator;
        position++;
        switch (c)
        {
            case (byte)'(' or (byte)'[' or (byte)'{':
                Punctuator = c;
                OnOpen(c);
                break;
            case (byte)')' or (byte)']' or (byte)'}':
                Punctuator = c;
                OnClose(c);
                break;
            case (byte)'+' or (byte)'-' when Peek(0) == c:
                position++;
                bool postfix = operandEnded && !AfterLineEnd;
                BeginToken(continuesOperand: false);
                if (postfix) AfterOperand();
                else AfterOperator();
                break;
            default:
                Punctuator = ExtendOperator(c) ? (byte)0 : c;
                OnOperator(c);
                break;
        }
    }

    /// <summary>Takes the rest of an operator that must not be read as its first byte alone.</summary>
    private bool ExtendOperator(byte c)
    {
        byte next = Peek(0);
        int extra = c switch
        {
            (byte)'.' when next == '.' && Peek(1) == '.' => 2,
            (byte)'?' when next == '.' && !JsText.IsDigit(Peek(1)) => 1,
            (byte)'?' when next == '?' => Peek(1) == '=' ? 2 : 1,
            (byte)'=' when next == '>' => 1,
            (byte)'=' or (byte)'!' when next == '=' => Peek(1) == '=' ? 2 : 1,
            (byte)'<' or (byte)'>' or (byte)'+' or (byte)'-' or (byte)'*' or (byte)'/' or (byte)'%' or (byte)'&' or (byte)'|' or (byte)'^'
                when next == '=' => 1,
            _ => 0,
        };
        position += extra;
        return extra > 0;
    }

    private void OnOperator(byte c)
    {
        bool prefixOnly = c == '~' || c == '!' && Punctuator == c || c == '@';
        BeginToken(continuesOperand: !prefixOnly && !operandSealed);
        bool optionalChain = Text is [(byte)'?', (byte)'.'];
        switch (Punctuator)
        {
            case (byte)';':
                PopArrowBodies();
                if (Top.Kind == JsFrameKind.Class) Top.InValue = false;
                AfterStatement();
                return;
            case (byte)',':
                PopArrowBodies();
                if (Top.Kind == JsFrameKind.Object) Top.InValue = false;
                break;
            case (byte)'?':
                Top.Ternaries++;
                break;
            case (byte)':':
                OnColon();
                return;
            case (byte)'=' when Top.Kind is JsFrameKind.Object or JsFrameKind.Class:
                Top.InValue = true;
                break;
            case 0 when Text is [(byte)'.', ..] && Top.Kind == JsFrameKind.Object:
                Top.InValue = true;
                break;
            case 0 when Text is [(byte)'=', (byte)'>']:
                OnArrow();
                return;
        }
        AfterOperator();
        afterDot = Punctuator == '.' || optionalChain;
    }

    private void OnColon()
    {
        while (Top.Kind == JsFrameKind.ArrowBody && Top.Ternaries == 0) Pop();
        bool label = false;
        if (Top.Ternaries > 0) Top.Ternaries--;
        else if (Top.Kind == JsFrameKind.Object) Top.InValue = true;
        else label = InStatements;
        SetNext(operand: false, statement: label);
    }

    private void OnArrow()
    {
        AfterOperator();
        var body = new JsCursor(source, position);
        body.SkipTrivia();
        if (body.Current == '{') arrowBodyNext = true;
        else Push(JsFrameKind.ArrowBody, isFunction: true);
    }

    private void OnOpen(byte c)
    {
        BeginToken(continuesOperand: c != '{' && !operandSealed);
        if (c == '{')
        {
            OpenBrace();
            return;
        }
        bool isHead = headNext && c == '(';
        bool isMethod = InKey && Top.ClassesPending == 0;
        bool isParameters = c == '(' && (Top.FunctionPending || isMethod);
        bool isOperand = Top.FunctionPending ? Top.FunctionIsOperand : Top.Kind == JsFrameKind.Object;
        if (isParameters) Top.FunctionPending = false;
        Push(c == '(' ? JsFrameKind.Paren : JsFrameKind.Bracket);
        Top.IsHead = isHead;
        Top.IsParameters = isParameters;
        Top.FunctionIsOperand = isOperand;
        AfterOperator();
    }

    private void OpenBrace()
    {
        var next = new JsFrame { Kind = JsFrameKind.Statements };
        if (arrowBodyNext) next = next with { IsFunction = true, IsOperand = true, IsArrow = true };
        else if (bodyNext) next = next with { IsFunction = true, IsOperand = bodyIsOperand };
        else if (Top.ClassesPending > 0)
        {
            next.Kind = JsFrameKind.Class;
            next.IsOperand = (Top.ClassIsOperand & 1) != 0;
            Top.ClassIsOperand >>= 1;
            Top.ClassesPending--;
        }
        else if (Top.Kind == JsFrameKind.Class && previousKeyword == JsKeyword.Static) next.IsFunction = true;
        else if (!InStatements || !statementNext && !operandEnded && !headNext) // headNext: catch {
        {
            next.Kind = JsFrameKind.Object;
            next.IsOperand = true;
        }
        arrowBodyNext = bodyNext = false;
        Push(next.Kind, next.IsFunction);
        Top.IsOperand = next.IsOperand;
        Top.IsArrow = next.IsArrow;
        if (InStatements) AfterStatement();
        else AfterOperator();
    }

    private void OnClose(byte c)
    {
        StartsStatement = false;
        PopArrowBodies();
        if (depth == 0)
        {
            Unbalanced = true;
            AfterOperand();
            return;
        }
        var closed = Pop();
        if (closed.Kind == JsFrameKind.TemplateHole)
        {
            position--;
            ReadTemplateRun(opening: false);
            return;
        }
        bool operand = c switch
        {
            (byte)']' => true,
            (byte)')' => !closed.IsHead && !closed.IsParameters,
            _ => closed.IsOperand,
        };
        SetNext(operand, statement: !operand && !closed.IsParameters);
        operandSealed = closed.IsArrow;
        bodyNext = closed.IsParameters;
        bodyIsOperand = closed.FunctionIsOperand;
    }
}
