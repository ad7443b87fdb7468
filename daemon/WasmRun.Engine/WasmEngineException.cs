namespace WasmRun.Engine;

/// <summary>Wasmtime refused something that only a bug of ours can ask for.</summary>
public sealed class WasmEngineException : Exception
{
    public WasmEngineException()
    {
    }

    public WasmEngineException(string message)
        : base(message)
    {
    }

    public WasmEngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
