namespace WasmRun.Engine.Native;

/// <summary>Takes the text and the backtrace out of an owned error or trap of Wasmtime, and frees it.</summary>
internal static unsafe class NativeError
{
    /// <summary>The message of an owned <c>wasmtime_error_t*</c>.</summary>
    public static string Take(nint error)
    {
        NativeVec text;
        NativeMethods.wasmtime_error_message(error, &text);
        var message = text.Utf8();
        NativeMethods.wasm_byte_vec_delete(&text);
        NativeMethods.wasmtime_error_delete(error);
        return message;
    }

    /// <summary>Throws when a call that only a bug of ours can fail did fail.</summary>
    public static void ThrowIfAny(nint error, string doing)
    {
        if (error != 0)
        {
            throw new WasmEngineException($"Wasmtime: {doing}: {Take(error)}");
        }
    }

    /// <summary>Takes apart what a failed call into a guest left behind: exactly one of the two is not 0.</summary>
    public static (TrapKind Kind, string Message, WasmFrame[] Frames) TakeFailure(nint error, nint trap)
    {
        NativeVec text, frames;
        byte code = byte.MaxValue;
        var coded = false;
        if (trap != 0)
        {
            NativeMethods.wasm_trap_message(trap, &text);
            NativeMethods.wasm_trap_trace(trap, &frames);
            coded = NativeMethods.wasmtime_trap_code(trap, &code) != 0;
        }
        else
        {
            NativeMethods.wasmtime_error_message(error, &text);
            NativeMethods.wasmtime_error_wasm_trace(error, &frames);
        }

        var message = text.Utf8();
        var trace = ReadFrames(frames);
        NativeMethods.wasm_byte_vec_delete(&text);
        NativeMethods.wasm_frame_vec_delete(&frames);
        if (trap != 0)
        {
            NativeMethods.wasm_trap_delete(trap);
        }
        else
        {
            NativeMethods.wasmtime_error_delete(error);
        }

        return (coded ? TrapKinds.FromCode(code) : TrapKind.Other, message, trace);
    }

    private static WasmFrame[] ReadFrames(NativeVec vec)
    {
        var frames = new WasmFrame[(int)vec.Size];
        for (var i = 0; i < frames.Length; i++)
        {
            var frame = ((nint*)vec.Data)[i];
            var function = NativeMethods.wasmtime_frame_func_name(frame);
            var module = NativeMethods.wasmtime_frame_module_name(frame);
            frames[i] = new WasmFrame(
                module == null ? null : module->Utf8(),
                function == null ? null : function->Utf8(),
                NativeMethods.wasm_frame_func_index(frame),
                (long)NativeMethods.wasm_frame_module_offset(frame));
        }

        return frames;
    }
}
