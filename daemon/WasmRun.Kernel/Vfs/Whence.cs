namespace WasmRun.Kernel.Vfs;

/// <summary>What a seek counts from. Values are those of WASI preview1's <c>whence</c>.</summary>
public enum Whence : byte
{
    Start = 0,
    Current = 1,
    End = 2,
}
