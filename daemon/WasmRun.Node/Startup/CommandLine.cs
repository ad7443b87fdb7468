using System.Globalization;

namespace WasmRun.Node;

/// <summary>A parsed command line of node.</summary>
internal sealed class CommandLine
{
    private readonly OptionTable _table;
    private readonly Dictionary<string, object> _values = [];
    private readonly List<string> _errors = [];

    private CommandLine(OptionTable table) => _table = table;

    /// <summary>Options that were given: bool, double, string or a list of strings by full name.</summary>
    public IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>The options as they were written (process.execArgv).</summary>
    public IReadOnlyList<string> ExecArguments { get; private set; } = [];

    /// <summary>The script and what follows it.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    /// <summary>What cannot be accepted, in node's words; the exit status is 9 then.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public bool Flag(string name) => _values.TryGetValue(name, out var value) && value is true;

    /// <summary>Parses as node::ProcessGlobalArgs: NODE_OPTIONS first, then the arguments behind the program's name.</summary>
    public static CommandLine Parse(OptionTable table, string? nodeOptions, IReadOnlyList<string> arguments)
    {
        var line = new CommandLine(table);
        if (!string.IsNullOrEmpty(nodeOptions))
        {
            line.ParseOptions([.. SplitWords(nodeOptions)], fromEnvironment: true);
        }

        var rest = line.ParseOptions(arguments, fromEnvironment: false);
        line.ExecArguments = [.. arguments.Take(arguments.Count - rest.Count).Where((word, i) => word != "--" || i < arguments.Count - rest.Count - 1)];
        line.Arguments = rest;
        if (line._values.ContainsKey("--eval"))
        {
            line._values["[has_eval_string]"] = true;
        }

        return line;
    }

    private List<string> ParseOptions(IReadOnlyList<string> arguments, bool fromEnvironment)
    {
        var queue = new LinkedList<string>(arguments);
        while (queue.First?.Value is { Length: > 1 } word && word[0] == '-')
        {
            queue.RemoveFirst();
            if (word == "--")
            {
                break;
            }

            ParseOne(word, queue, fromEnvironment);
        }

        if (fromEnvironment && queue.First is { } stray)
        {
            _errors.Add($"{stray.Value} is not allowed in NODE_OPTIONS");
        }

        return [.. queue];
    }

    private void ParseOne(string word, LinkedList<string> queue, bool fromEnvironment)
    {
        var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        var written = equals < 0 ? word : word[..equals];
        var name = written.StartsWith("--", StringComparison.Ordinal) ? "--" + written[2..].Replace('_', '-') : written;
        var value = equals < 0 ? null : word[(equals + 1)..];
        if (Expand(name, value, queue))
        {
            return;
        }

        var isNegated = name.StartsWith("--no-", StringComparison.Ordinal) && !_table.Options.ContainsKey(name);
        var option = isNegated ? "--" + name[5..] : name;
        if (!_table.Options.TryGetValue(option, out var info) || (isNegated && info.Kind is not (OptionKind.Boolean or OptionKind.V8Option or OptionKind.NoOp)))
        {
            _errors.Add($"bad option: {word}");
            return;
        }

        if (fromEnvironment && !info.AllowedInEnvironment)
        {
            _errors.Add($"{word} is not allowed in NODE_OPTIONS");
            return;
        }

        SetValue(option, info.Kind, isNegated, value, written, queue);
    }

    /// <summary>Puts the words an alias stands for in front of the rest.</summary>
    private bool Expand(string name, string? value, LinkedList<string> queue)
    {
        var isFollowed = value is null && queue.First?.Value is { Length: > 0 } next && next[0] != '-';
        string[]? words = null;
        var found = (isFollowed && _table.Aliases.TryGetValue(name + " <arg>", out words))
            || (value is not null && _table.Aliases.TryGetValue(name + "=", out words))
            || _table.Aliases.TryGetValue(name, out words);
        if (!found || (words!.Length == 1 && words[0] == name))
        {
            return false;
        }

        if (value is not null)
        {
            queue.AddFirst(value);
        }

        foreach (var word in words.Reverse())
        {
            queue.AddFirst(word);
        }

        // "--print" of "-p" must see that its own argument follows: it is looked at again as "--print <arg>".
        return true;
    }

    private void SetValue(string option, OptionKind kind, bool isNegated, string? value, string written, LinkedList<string> queue)
    {
        if (kind is OptionKind.NoOp or OptionKind.V8Option)
        {
            if (option == "--stack-trace-limit" && int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit))
            {
                _values[option] = (double)limit;
            }

            return;
        }

        if (kind == OptionKind.Boolean)
        {
            _values[option] = !isNegated;
            _values["--no-" + option[2..]] = isNegated;
            return;
        }

        if (value is null)
        {
            if (queue.First is not { } next)
            {
                _errors.Add($"{written} requires an argument");
                return;
            }

            value = next.Value.StartsWith("\\-", StringComparison.Ordinal) ? next.Value[1..] : next.Value;
            queue.RemoveFirst();
        }

        switch (kind)
        {
            case OptionKind.Integer or OptionKind.Unsigned:
                _values[option] = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
                break;
            case OptionKind.TextList:
                if (!_values.TryGetValue(option, out var list))
                {
                    _values[option] = list = new List<string>();
                }

                ((List<string>)list).Add(value);
                break;
            default:
                _values[option] = value;
                break;
        }
    }

    /// <summary>Words of NODE_OPTIONS: blanks separate, double quotes join, a backslash quotes inside them.</summary>
    private static IEnumerable<string> SplitWords(string text)
    {
        var word = new System.Text.StringBuilder();
        var (isQuoted, isOpen) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (unit == '\\' && isQuoted && i + 1 < text.Length)
            {
                unit = text[++i];
            }
            else if (unit == ' ' && !isQuoted)
            {
                if (isOpen)
                {
                    yield return word.ToString();
                    word.Clear();
                }

                isOpen = false;
                continue;
            }
            else if (unit == '"')
            {
                isQuoted = !isQuoted;
                isOpen = true;
                continue;
            }

            word.Append(unit);
            isOpen = true;
        }

        if (isOpen)
        {
            yield return word.ToString();
        }
    }
}
