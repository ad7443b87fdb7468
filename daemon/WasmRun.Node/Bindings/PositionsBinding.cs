using WasmRun.Node.Errors;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>Places in sources as V8 reports them, for call sites and messages (js/engine.js, js/messages.js); not one of Node's bindings.</summary>
internal sealed class PositionsBinding(NodeHost host) : Binding(host)
{
    /// <summary>Sources looked at, few at a time: traces are about the same files again and again.</summary>
    private const int Kept = 16;

    private readonly Dictionary<string, SourcePositions?> _sources = [];

    public override string Name => "positions";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("locate", Locate);
        natives.Add("expression", Expression);
        natives.Add("token", Token);
        natives.Add("member", Member);
        natives.Add("line", (in NativeCall call) => Of(call)?.Line(call.Int(1)) is { } text ? Js.NewString(text) : JsValue.Undefined);
    }

    private SourcePositions? Of(in NativeCall call)
    {
        var file = call.Text(0);
        if (_sources.TryGetValue(file, out var known))
        {
            return known;
        }

        var source = Host.CallRealm("sourceOf", call[0]);
        if (source.IsException)
        {
            Js.Free(Js.TakeException());
        }

        var made = source.IsString ? new SourcePositions(Js.Text(source)) : null;
        Js.Free(source);
        if (_sources.Count >= Kept)
        {
            _sources.Clear();
        }

        _sources.Add(file, made);
        return made;
    }

    /// <summary>locate(file, line, column, function): [line, column, class], or undefined without the source.</summary>
    private JsValue Locate(in NativeCall call)
    {
        if (Of(call) is not { } source)
        {
            return JsValue.Undefined;
        }

        var place = source.Locate(call.Int(1), call.Int(2), call[3].IsString ? call.Text(3) : null);
        return Js.NewArray([place.Line, place.Column, place.Class is null ? JsValue.Undefined : Js.NewString(place.Class)]);
    }

    /// <summary>expression(file, line, column): what is called there.</summary>
    private JsValue Expression(in NativeCall call) => Js.NewString(Of(call)?.Expression(call.Int(1), call.Int(2)) ?? "");

    /// <summary>token(file, line, column): [text, kind], or undefined at the end.</summary>
    private JsValue Token(in NativeCall call) => Of(call)?.TokenAt(call.Int(1), call.Int(2)) is { } token
        ? Js.NewArray([Js.NewString(token.Text), Js.NewString(Enum.GetName(token.Kind)!)])
        : JsValue.Undefined;

    /// <summary>member(file, line, column, name): [line, column] of the property, or undefined.</summary>
    private JsValue Member(in NativeCall call) => Of(call)?.Member(call.Int(1), call.Int(2), call.Text(3)) is { } place
        ? Js.NewArray([place.Line, place.Column])
        : JsValue.Undefined;
}
