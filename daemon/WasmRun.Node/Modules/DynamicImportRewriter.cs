using System.Buffers;

namespace WasmRun.Node.Modules;

/// <summary>
/// Replaces the <c>import</c> of each <c>import(…)</c> by the name of a helper, so that the host, not the engine, resolves it.
/// </summary>
/// <remarks>
/// Lines never move. With a helper's name of six bytes and no first argument, columns do not move either.
/// </remarks>
public static class DynamicImportRewriter
{
    /// <summary>Rewrites a source.</summary>
    /// <param name="source">A module's or script's source, UTF-8.</param>
    /// <param name="isModule">Whether it is a module (affects only HTML-like comments).</param>
    /// <param name="helper">What to call instead, such as <c>__imp0</c>.</param>
    /// <param name="firstArguments">Text put after the parenthesis, such as <c>7,</c>; may be empty.</param>
    /// <param name="sourcePhaseHelper">What to call instead of <c>import.source</c>; empty leaves these calls as they are.</param>
    /// <returns>The new source, or null when there is nothing to rewrite.</returns>
    public static byte[]? Rewrite(
        ReadOnlySpan<byte> source, bool isModule, ReadOnlySpan<byte> helper, ReadOnlySpan<byte> firstArguments,
        ReadOnlySpan<byte> sourcePhaseHelper = default)
    {
        // Most scripts hold no such word: a search is some hundred times faster than reading tokens.
        if (source.IndexOf("import"u8) < 0) return null;
        var calls = EsModuleLexer.Lex(source, isModule).DynamicImports;
        var output = new ArrayBufferWriter<byte>(source.Length + 256);
        int copied = 0;
        foreach (var call in calls)
        {
            var callee = call.Phase switch
            {
                ImportPhase.Evaluation => helper,
                ImportPhase.Source => sourcePhaseHelper,
                _ => default,
            };
            if (callee.IsEmpty) continue;
            output.Write(source[copied..call.Start]);
            output.Write(callee);
            output.Write(source[(call.Start + call.Callee)..(call.Paren + 1)]);
            output.Write(firstArguments);
            copied = call.Paren + 1;
        }
        if (copied == 0) return null;
        output.Write(source[copied..]);
        return output.WrittenSpan.ToArray();
    }
}
