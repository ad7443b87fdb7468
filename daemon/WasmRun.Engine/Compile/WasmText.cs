using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>Recognises what kind of file a module's bytes are.</summary>
public static class WasmText
{
    private static ReadOnlySpan<byte> Magic => "\0asm"u8;

    /// <summary>The bytes as a binary core module: unchanged, or translated from the text format (<c>.wat</c>).</summary>
    /// <exception cref="InvalidModuleException">Not a module; the message says what it looks like.</exception>
    public static byte[] ToBinary(byte[] bytes, string name)
    {
        ReadOnlySpan<byte> span = bytes;
        if (span.StartsWith(Magic))
        {
            // Version field (core specification, 5.5.16): 1 for a core module; a component has layer 1 in its upper half.
            return span.Length >= 8 && span[6] == 1
                ? throw new InvalidModuleException(
                    $"{name} is a WebAssembly component; wasmrun runs core modules. Build it for wasm32-wasip1 (WASI preview 1).")
                : bytes;
        }

        if (span.IsEmpty)
        {
            throw new InvalidModuleException($"{name} is empty; expected a WebAssembly module.");
        }

        return LooksLikeText(span)
            ? Translate(span, name)
            : throw new InvalidModuleException(
                $"{name} is not a WebAssembly module: it starts with the bytes {Convert.ToHexString(span[..Math.Min(4, span.Length)])}, "
                + "a module starts with 0061736D (\"\\0asm\").");
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart("\uFEFF \t\r\n"u8);
        return text.StartsWith("("u8) || text.StartsWith(";;"u8);
    }

    private static unsafe byte[] Translate(ReadOnlySpan<byte> text, string name)
    {
        NativeVec wasm;
        nint error;
        fixed (byte* start = text)
        {
            error = NativeMethods.wasmtime_wat2wasm(start, (nuint)text.Length, &wasm);
        }

        if (error != 0)
        {
            throw new InvalidModuleException($"{name} is not valid WebAssembly text: {NativeError.Take(error)}");
        }

        var binary = new ReadOnlySpan<byte>(wasm.Data, (int)wasm.Size).ToArray();
        NativeMethods.wasm_byte_vec_delete(&wasm);
        return binary;
    }
}
