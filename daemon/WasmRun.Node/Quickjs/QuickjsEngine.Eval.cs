using System.Text;

namespace WasmRun.Node.Quickjs;

/// <summary>How <see cref="QuickjsEngine.Eval"/> takes its source (quickjs.h, <c>JS_EVAL_*</c>).</summary>
[Flags]
internal enum EvalMode
{
    Script = 0,
    Module = 1,
    CompileOnly = 32,
}

/// <summary>Source and bytecode.</summary>
internal sealed unsafe partial class QuickjsEngine
{
    private const int WriteBytecodeWithoutSource = 1 | 1 << 4;
    private const int ReadBytecode = 1;

    /// <summary>
    /// The line to give to source that starts with two line feeds of ours, so that its own text begins at line 1: the
    /// engine takes 0 for "not given".
    /// </summary>
    public const int LineBeforeTwoLineFeeds = -1;

    /// <summary>Evaluates or compiles a source text. An exception is left pending.</summary>
    public JsValue Eval(ReadOnlySpan<char> source, string file, EvalMode mode = EvalMode.Script, int line = 1) =>
        EvalText(_context, source, file, mode, line);

    /// <summary>Evaluates a script in another realm of the same heap.</summary>
    public JsValue EvalIn(uint context, ReadOnlySpan<char> source, string file) =>
        EvalText(context, source, file, EvalMode.Script, line: 1);

    /// <summary>Compiled code as bytes without its source text; null when an exception is pending.</summary>
    public byte[]? WriteBytecode(JsValue compiled)
    {
        var address = _exports.WriteObject.Call(_context, _scratch, (long)compiled.Bits, WriteBytecodeWithoutSource).U32;
        if (address == 0)
        {
            return null;
        }

        var bytes = Slice(address, ReadUInt32(_scratch)).ToArray();
        _exports.JsFreeRuntime.Call(_runtime, address);
        return bytes;
    }

    /// <summary>Runs a compiled script from its bytes; they must come from <see cref="WriteBytecode"/> of the same engine.</summary>
    public JsValue RunBytecode(ReadOnlySpan<byte> bytecode)
    {
        var address = Malloc((uint)bytecode.Length);
        bytecode.CopyTo(Slice(address, (uint)bytecode.Length));
        var compiled = new JsValue(_exports.ReadObject.Call(_context, address, bytecode.Length, ReadBytecode).U64);
        Free(address);
        return compiled.IsException ? compiled : Run(compiled);
    }

    /// <summary>Runs compiled code, which it takes over.</summary>
    public JsValue Run(JsValue compiled) => new(_exports.EvalFunction.Call(_context, (long)compiled.Bits).U64);

    public JsValue ParseJson(ReadOnlySpan<byte> json, string file)
    {
        var text = Malloc((uint)json.Length + 1);
        var bytes = Slice(text, (uint)json.Length + 1);
        json.CopyTo(bytes);
        bytes[^1] = 0;
        var name = NewCString(file);
        var value = new JsValue(_exports.ParseJson.Call(_context, text, json.Length, name).U64);
        Free(name);
        Free(text);
        return value;
    }

    private JsValue EvalText(uint context, ReadOnlySpan<char> source, string file, EvalMode mode, int line)
    {
        var size = (uint)Encoding.UTF8.GetMaxByteCount(source.Length) + 1;
        var text = Malloc(size);
        var length = (uint)Utf8WithSurrogates(source, Slice(text, size - 1));
        Slice(text + length, 1)[0] = 0;
        var value = EvalAt(context, text, length, file, mode, line);
        Free(text);
        return value;
    }

    private JsValue EvalAt(uint context, uint text, uint length, string file, EvalMode mode, int line)
    {
        var name = NewCString(file);
        var options = Malloc(16);
        WriteUInt32(options, 1); // JS_EVAL_OPTIONS_VERSION
        WriteUInt32(options + 4, (uint)mode);
        WriteUInt32(options + 8, name);
        WriteUInt32(options + 12, (uint)line);
        var value = new JsValue(_exports.Eval2.Call(context, text, length, options).U64);
        Free(options);
        Free(name);
        return value;
    }

    /// <summary>UTF-8 in which a lone surrogate stands as its three bytes, as the engine's own strings do (WTF-8).</summary>
    private static int Utf8WithSurrogates(ReadOnlySpan<char> source, Span<byte> target)
    {
        var written = 0;
        while (source.Length > 0)
        {
            var plain = LoneSurrogate(source);
            var head = plain < 0 ? source : source[..plain];
            written += Encoding.UTF8.GetBytes(head, target[written..]);
            if (plain < 0)
            {
                break;
            }

            var unit = source[plain];
            target[written++] = (byte)(0xE0 | unit >> 12);
            target[written++] = (byte)(0x80 | unit >> 6 & 0x3F);
            target[written++] = (byte)(0x80 | unit & 0x3F);
            source = source[(plain + 1)..];
        }

        return written;
    }

    private static int LoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
            {
                return -1;
            }

            i += next;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            return i;
        }

        return -1;
    }
}
