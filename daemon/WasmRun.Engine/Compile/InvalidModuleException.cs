namespace WasmRun.Engine;

/// <summary>A file the user gave us cannot be run. The message says which, why, and what to do.</summary>
public sealed class InvalidModuleException : Exception
{
    public InvalidModuleException()
    {
    }

    public InvalidModuleException(string message)
        : base(message)
    {
    }

    public InvalidModuleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
