using System.Text;
using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Errors;

/// <summary>Where V8 would say that a frame is: line and column from 1, and the class whose method it is in.</summary>
internal readonly record struct SourcePlace(int Line, int Column, string? Class);

/// <summary>
/// One source text as tokens. The engine reports a call at the last identifier of its arguments, V8 at the name that is
/// called (or at <c>new</c>); the way from one to the other leads through the brackets around the reported place.
/// </summary>
internal sealed class SourcePositions
{
    private readonly byte[] _source;
    private readonly List<Token> _tokens = [];
    private readonly List<int> _lines = [0];

    public SourcePositions(string source)
    {
        _source = Encoding.UTF8.GetBytes(source);
        for (var at = 0; at < _source.Length; at++)
        {
            if (_source[at] == '\n')
            {
                _lines.Add(at + 1);
            }
        }

        ReadTokens();
    }

    private readonly record struct Token(int Start, int End, JsTokenKind Kind, bool IsMember, int Around);

    /// <summary>A line's text; null when there is no such line.</summary>
    public string? Line(int line) => line < 1 || line > _lines.Count
        ? null
        : Encoding.UTF8.GetString(_source.AsSpan(_lines[line - 1]..(line < _lines.Count ? _lines[line] : _source.Length))).TrimEnd('\r', '\n');

    /// <summary>The place V8 would report for one that the engine reports.</summary>
    public SourcePlace Locate(int line, int column, string? function)
    {
        var at = IndexAt(line, column);
        if (at < 0)
        {
            return new SourcePlace(line, column, null);
        }

        var called = KeyedCall(at) ?? CalleeAround(at);
        var (calledLine, calledColumn) = PlaceOf(_tokens[called].Start);
        return new SourcePlace(calledLine, calledColumn, function is null ? null : ClassAround(called, function));
    }

    /// <summary>The expression that a call or property access names: <c>a.b.c</c>; empty when it is more than names.</summary>
    public string Expression(int line, int column)
    {
        var at = IndexAt(line, column);
        if (at < 0)
        {
            return "";
        }

        var last = NameAround(at);
        var first = ChainStart(last);
        return Encoding.UTF8.GetString(_source.AsSpan(_tokens[first].Start.._tokens[last].End));
    }

    /// <summary>The token at a place, as V8 names an unexpected one; null at the end of the source.</summary>
    public (string Text, JsTokenKind Kind)? TokenAt(int line, int column)
    {
        var at = IndexAt(line, column);
        return at < 0 ? null : (TextOf(at), _tokens[at].Kind);
    }

    /// <summary>Where a property of a given name is read, at or behind a place.</summary>
    public (int Line, int Column)? Member(int line, int column, string name)
    {
        const int Reach = 40;
        for (var i = Math.Max(0, IndexAt(line, column)); i < _tokens.Count && i < IndexAt(line, column) + Reach; i++)
        {
            if (_tokens[i].IsMember && TextOf(i) == name)
            {
                return PlaceOf(_tokens[i].Start);
            }
        }

        return null;
    }

    private void ReadTokens()
    {
        var open = new Stack<int>();
        open.Push(-1);
        var scanner = new JsScanner(_source, isModule: true);
        while (scanner.Read())
        {
            if (scanner.Punctuator is (byte)')' or (byte)']' or (byte)'}' && open.Count > 1)
            {
                open.Pop();
            }

            _tokens.Add(new Token(scanner.Start, scanner.End, scanner.Kind, scanner.IsMember, open.Peek()));
            if (scanner.Punctuator is (byte)'(' or (byte)'[' or (byte)'{' || (scanner.Kind == JsTokenKind.Template && scanner.Text.EndsWith("${"u8)))
            {
                open.Push(_tokens.Count - 1);
            }
        }
    }

    /// <summary>The token that holds a place or begins behind it; negative when there is none.</summary>
    private int IndexAt(int line, int column)
    {
        if (line < 1 || line > _lines.Count)
        {
            return -1;
        }

        var offset = _lines[line - 1];
        for (var units = column - 1; units > 0 && offset < _source.Length && _source[offset] != '\n'; units--)
        {
            offset += Rune.DecodeFromUtf8(_source.AsSpan(offset), out _, out var size) == System.Buffers.OperationStatus.Done ? size : 1;
        }

        var (low, high) = (0, _tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_tokens[middle].End <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _tokens.Count ? low : -1;
    }

    /// <summary>The token V8 blames for a call whose last place inside is a token.</summary>
    private int CalleeAround(int at)
    {
        var name = NameAround(at);
        var first = ChainStart(name);
        return first > 0 && TextOf(first - 1) == "new" ? first - 1 : name;
    }

    /// <summary>For a call <c>a[b](c)</c> V8 names the parenthesis; null when the innermost call around a token is another kind.</summary>
    private int? KeyedCall(int at)
    {
        for (var bracket = IsCallee(at) ? -1 : _tokens[at].Around; bracket > 0 && TextOf(bracket) != "{"; bracket = _tokens[bracket].Around)
        {
            if (TextOf(bracket) == "(" && TextOf(bracket - 1) == "]")
            {
                return bracket;
            }

            if (TextOf(bracket) == "(" && _tokens[bracket - 1].Kind == JsTokenKind.Name)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>The last name of the callee whose parentheses are around a token; the token itself when none are.</summary>
    private int NameAround(int at)
    {
        if (IsCallee(at))
        {
            return at;
        }

        for (var bracket = _tokens[at].Around; bracket > 0; bracket = _tokens[bracket].Around)
        {
            if (TextOf(bracket) == "{")
            {
                // A function's body or a literal: what stands outside is another call.
                return at;
            }

            if (TextOf(bracket) == "(" && _tokens[bracket - 1].Kind == JsTokenKind.Name && !IsHead(bracket - 1))
            {
                return bracket - 1;
            }
        }

        return at;
    }

    private bool IsCallee(int at) => _tokens[at].Kind == JsTokenKind.Name && at + 1 < _tokens.Count && TextOf(at + 1) == "(" && !IsHead(at);

    private bool IsHead(int at) => !_tokens[at].IsMember && TextOf(at) is "if" or "while" or "for" or "switch" or "catch" or "with" or "return" or "typeof" or "await" or "function";

    /// <summary>The first name of a chain <c>a.b.c</c>.</summary>
    private int ChainStart(int last)
    {
        var first = last;
        while (first >= 2 && _tokens[first].IsMember && TextOf(first - 1) is "." or "?." && first >= 2 && _tokens[first - 2].Kind == JsTokenKind.Name)
        {
            first -= 2;
        }

        return first;
    }

    /// <summary>The name of the class in whose body the method stands that holds a token.</summary>
    private string? ClassAround(int at, string function)
    {
        for (var bracket = _tokens[at].Around; bracket > 0; bracket = _tokens[bracket].Around)
        {
            var body = _tokens[bracket].Around;
            if (TextOf(bracket) != "{" || body <= 0 || TextOf(body) != "{")
            {
                continue;
            }

            // class Name {  or  class Name extends … {
            for (var i = body - 1; i > 0 && i > body - 12; i--)
            {
                if (TextOf(i) == "class" && !_tokens[i].IsMember)
                {
                    return Declares(bracket, function) && _tokens[i + 1].Kind == JsTokenKind.Name ? TextOf(i + 1) : null;
                }

                if (TextOf(i) is "{" or "}" or ";")
                {
                    break;
                }
            }
        }

        return null;
    }

    /// <summary>True when the method whose body opens at a bracket has a name.</summary>
    private bool Declares(int bracket, string function)
    {
        for (var i = bracket - 1; i > 0 && i > bracket - 64; i--)
        {
            if (_tokens[i].Around == _tokens[bracket].Around && _tokens[i].Kind == JsTokenKind.Name)
            {
                return TextOf(i) == function;
            }
        }

        return false;
    }

    private string TextOf(int index) => Encoding.UTF8.GetString(_source.AsSpan(_tokens[index].Start.._tokens[index].End));

    private (int Line, int Column) PlaceOf(int offset)
    {
        var line = _lines.BinarySearch(offset);
        line = line < 0 ? ~line - 1 : line;
        return (line + 1, Encoding.UTF8.GetCharCount(_source.AsSpan(_lines[line]..offset)) + 1);
    }
}
