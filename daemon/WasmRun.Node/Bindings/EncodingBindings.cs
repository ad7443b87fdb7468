using System.Text;
using System.Text.Unicode;
using WasmRun.Node.Quickjs;
using WasmRun.Node.Text;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('encoding_binding'): TextEncoder and the UTF-8 TextDecoder. (src/encoding_binding.cc)</summary>
internal sealed class EncodingBinding(NodeHost host) : Binding(host)
{
    public override string Name => "encoding_binding";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("encodeUtf8String", (in NativeCall call) => Js.NewUint8Array(StringBytes.Encode(Js, call[0], BufferEncoding.Utf8)));
        natives.Add("encodeIntoCounted", EncodeInto);
        natives.Add("decodeUTF8", DecodeUtf8);
        natives.Add("decodeLatin1", (in NativeCall call) => Js.NewString(Windows1252(call.Bytes(0))));
    }

    /// <summary>encodeIntoCounted(text, target): [units read, bytes written].</summary>
    private JsValue EncodeInto(in NativeCall call)
    {
        Utf8.FromUtf16(call.Text(0), call.Bytes(1), out var read, out var written, replaceInvalidSequences: true);
        return Js.NewArray([read, written]);
    }

    /// <summary>decodeUTF8(bytes, ignoreBOM, fatal).</summary>
    private JsValue DecodeUtf8(in NativeCall call)
    {
        if (!Js.TryBytes(call[0], out var address, out var length))
        {
            return Js.ThrowNew(
                "TypeError", "The \"list\" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.", "ERR_INVALID_ARG_TYPE");
        }

        var bytes = Js.Slice(address, length);
        if (call.Bool(2) && !Utf8.IsValid(bytes))
        {
            return Js.ThrowNew("TypeError", "The encoded data was not valid for encoding utf-8", "ERR_ENCODING_INVALID_ENCODED_DATA");
        }

        var hasMark = !call.Bool(1) && bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        return hasMark ? Js.NewUtf8(address + 3, length - 3) : Js.NewUtf8(address, length);
    }

    /// <summary>What the Encoding standard means by "latin1".</summary>
    private static string Windows1252(ReadOnlySpan<byte> bytes) =>
        CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
}

/// <summary>internalBinding('string_decoder'): characters split across chunks. (src/string_decoder.cc)</summary>
internal sealed class StringDecoderBinding(NodeHost host) : Binding(host)
{
    public override string Name => "string_decoder";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("decode", Decode);
        natives.Add("flush", (in NativeCall call) => Js.NewString(StringDecoderState.Flush(call.Bytes(0))));
    }

    /// <summary>decode(state, bytes): the text of all characters that are complete now.</summary>
    private JsValue Decode(in NativeCall call) => Js.TryBytes(call[1], out _, out _)
        ? Js.NewString(StringDecoderState.Decode(call.Bytes(0), call.Bytes(1)))
        : Js.ThrowNew("TypeError", "The \"buf\" argument must be an instance of Buffer, TypedArray, or DataView.", "ERR_INVALID_ARG_TYPE");
}

/// <summary>internalBinding('icu'): converters and the width of text in columns. (src/node_i18n.cc)</summary>
internal sealed class IcuBinding(NodeHost host) : Binding(host)
{
    private readonly List<TextConverter> _converters = [];

    public override string Name => "icu";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("hasConverter", (in NativeCall call) => TextConverter.IsSupported(call.Text(0).ToLowerInvariant()));
        natives.Add("newConverter", NewConverter);
        natives.Add("decodeChunk", DecodeChunk);
        natives.Add("transcodeBytes", Transcode);
        natives.Add("getStringWidth", (in NativeCall call) => StringWidth.Measure(call.Text(0)));
    }

    /// <summary>newConverter(name, fatal, ignoreBOM): a number for <see cref="DecodeChunk"/>, or undefined.</summary>
    private JsValue NewConverter(in NativeCall call)
    {
        if (TextConverter.Create(call.Text(0).ToLowerInvariant(), call.Bool(1), call.Bool(2)) is not { } converter)
        {
            return JsValue.Undefined;
        }

        _converters.Add(converter);
        return _converters.Count - 1;
    }

    /// <summary>decodeChunk(converter, bytes, flush): the text, or undefined when it is ill-formed and that is fatal.</summary>
    private JsValue DecodeChunk(in NativeCall call) =>
        _converters[call.Int(0)].TryDecode(call.Bytes(1), call.Bool(2), out var text) ? Js.NewString(text) : JsValue.Undefined;

    /// <summary>transcodeBytes(bytes, from, to).</summary>
    private JsValue Transcode(in NativeCall call)
    {
        var (from, to) = (StringBytes.ParseEncoding(call.Text(1)), StringBytes.ParseEncoding(call.Text(2)));
        Js.TryBytes(call[0], out var address, out var length);
        var text = StringBytes.Decode(Js, address, length, from);
        var converted = to is BufferEncoding.Latin1 or BufferEncoding.Ascii
            ? Encoding.GetEncoding(to == BufferEncoding.Ascii ? "us-ascii" : "latin1").GetBytes(Js.Text(text))
            : StringBytes.Encode(Js, text, to);
        Js.Free(text);
        return Js.NewUint8Array(converted);
    }
}
