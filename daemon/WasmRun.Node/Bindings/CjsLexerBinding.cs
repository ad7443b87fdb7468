using System.Text;
using WasmRun.Node.Modules;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('cjs_lexer'): the likely export names of a CommonJS module.</summary>
internal sealed class CjsLexerBinding(NodeHost host) : Binding(host)
{
    public override string Name => "cjs_lexer";

    public override void Register(NativeRegistrar natives) => natives.Add("lex", Lex);

    /// <summary>lex(source): [names, re-exported specifiers].</summary>
    private JsValue Lex(in NativeCall call)
    {
        var exports = CjsLexer.Lex(Encoding.UTF8.GetBytes(call.Text(0)));
        return Js.NewArray([ToArray(exports.Names), ToArray(exports.Reexports)]);
    }

    private JsValue ToArray(IReadOnlyList<string> texts)
    {
        var array = Js.NewArray();
        for (var i = 0; i < texts.Count; i++)
        {
            Js.Set(array, (uint)i, Js.NewString(texts[i]));
        }

        return array;
    }
}
