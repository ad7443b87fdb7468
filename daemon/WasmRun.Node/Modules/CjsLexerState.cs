using System.Text;
using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>What <see cref="CjsLexer"/> has gathered so far.</summary>
internal sealed class CjsLexerState
{
    private readonly List<string> names = [];
    private readonly HashSet<string> seenNames = [];
    private readonly List<string> reexports = [];

    /// <summary>Variables that hold a required module: candidates for Babel's star re-export.</summary>
    private readonly Dictionary<string, string> starBindings = [];

    /// <summary>The last few tokens.</summary>
    internal TokenTrail Trail { get; } = new();

    internal void AddName(string name)
    {
        if (seenNames.Add(name)) names.Add(name);
    }

    /// <summary>Adds the value of a string literal; one that is not well-formed UTF-16 can't be an export's name.</summary>
    internal void AddLiteral(ReadOnlySpan<byte> literal)
    {
        if (TryDecodeName(literal, out string name)) AddName(name);
    }

    internal void AddReexport(string specifier)
    {
        if (!reexports.Contains(specifier)) reexports.Add(specifier);
    }

    /// <summary>A new value of <c>module.exports</c> replaces what an earlier one passed on.</summary>
    internal void ClearReexports() => reexports.Clear();

    /// <summary>Remembers <c>var name = require("specifier")</c>, if that is what the tokens before the call say.</summary>
    internal void BindStar(ReadOnlySpan<byte> source, string specifier)
    {
        if (Trail.EndsWithBinding(source, out var name)) starBindings[Encoding.UTF8.GetString(name)] = specifier;
    }

    /// <summary>Adds the re-export of the module that <paramref name="variable"/> was bound to.</summary>
    internal void AddStar(ReadOnlySpan<byte> variable)
    {
        if (starBindings.TryGetValue(Encoding.UTF8.GetString(variable), out string? specifier)) AddReexport(specifier);
    }

    internal CjsExports ToExports() => new([.. names], [.. reexports]);

    private static bool TryDecodeName(ReadOnlySpan<byte> literal, out string name)
    {
        if (!JsStringLiteral.TryDecode(literal, out name)) return false;
        for (int i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i])) continue;
            if (!char.IsHighSurrogate(name[i]) || i + 1 == name.Length || !char.IsLowSurrogate(name[++i])) return false;
        }
        return true;
    }

    /// <summary>Bounds of the last three tokens, newest last.</summary>
    internal sealed class TokenTrail
    {
        private readonly (int Start, int End)[] last = new (int, int)[3];

        internal void Add(int start, int end)
        {
            last[0] = last[1];
            last[1] = last[2];
            last[2] = (start, end);
        }

        /// <summary>The trail is <c>var|let|const NAME =</c>, with nothing but blanks between.</summary>
        internal bool EndsWithBinding(ReadOnlySpan<byte> source, out ReadOnlySpan<byte> name)
        {
            name = source[last[1].Start..last[1].End];
            var word = source[last[0].Start..last[0].End];
            bool oneLine = !source[last[0].Start..last[2].End].ContainsAny("\t\r\n/"u8);
            return oneLine && source[last[2].Start..last[2].End].SequenceEqual("="u8) && name.Length > 0 && JsText.IsNameStart(name[0])
                && (word.SequenceEqual("var"u8) || word.SequenceEqual("let"u8) || word.SequenceEqual("const"u8));
        }
    }
}
