using System.Runtime.InteropServices;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Url;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('url'). (src/node_url.cc) The components go to the array that js/bindings/url.js passes first.</summary>
internal sealed class UrlBinding(NodeHost host) : Binding(host)
{
    public override string Name => "url";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("parseInto", ParseInto);
        natives.Add("updateInto", UpdateInto);
        natives.Add("pathToFileUrlInto", PathToFileUrlInto);
        natives.Add("canParse", (in NativeCall call) => WebUrl.CanParse(call.Text(0), call[1].IsString ? call.Text(1) : null));
        natives.Add("getOrigin", (in NativeCall call) => Js.NewString(WebUrl.Origin(call.Text(0))));
        natives.Add("domainToASCII", (in NativeCall call) => Js.NewString(WebUrl.DomainToAscii(call.Text(0))));
        natives.Add("domainToUnicode", (in NativeCall call) => Js.NewString(WebUrl.DomainToUnicode(call.Text(0))));
        natives.Add("format", (in NativeCall call) =>
            Js.NewString(WebUrl.Format(call.Text(0), call.Bool(1), call.Bool(2), call.Bool(3), call.Bool(4))));
    }

    /// <summary>parseInto(components, input, base): the href, or undefined.</summary>
    private JsValue ParseInto(in NativeCall call) =>
        Tell(call, WebUrl.Parse(call.Text(1), call[2].IsString ? call.Text(2) : null, out var components), components);

    /// <summary>updateInto(components, href, part, value): the new href, or undefined.</summary>
    private JsValue UpdateInto(in NativeCall call) =>
        Tell(call, WebUrl.Update(call.Text(1), (UrlUpdate)call.Int(2), call.Text(3), out var components), components);

    /// <summary>pathToFileUrlInto(components, path, windows, hostname): the href.</summary>
    private JsValue PathToFileUrlInto(in NativeCall call) => Tell(
        call,
        WebUrl.PathToFileUrl(call.Text(1), call.Bool(2), call[3].IsString ? call.Text(3) : null, out var components),
        components);

    private JsValue Tell(in NativeCall call, string? href, UrlComponents components)
    {
        if (href is null)
        {
            return JsValue.Undefined;
        }

        components.CopyTo(MemoryMarshal.Cast<byte, uint>(call.Bytes(0)));
        return Js.NewString(href);
    }
}
